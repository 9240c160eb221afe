import { Columns2, Images, Vote } from 'lucide-react'
import { useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useCompare } from './compare-context.ts'

export function CompareEmpty() {
  const { store, voting } = useCompare()
  return (
    <EmptyState
      icon={<Columns2 size={36} strokeWidth={1.5} />}
      title="Nothing on the light table"
      text={<HowPicturesGetHere />}
    >
      <Button look="primary" icon={<Images size={15} />} onClick={() => store.setState({ isPicking: true })}>
        Choose images… <Kbd command="compare.add" />
      </Button>
      <Button icon={<Vote size={15} />} onClick={() => voting.setUp()}>
        Blind vote… <Kbd command="compare.vote" />
      </Button>
    </EmptyState>
  )
}

function HowPicturesGetHere() {
  const { keymap } = useServices()
  const key = keymap.getState().keysOf('gallery.compare')[0]
  return (
    <>
      Two to nine images lie beside one another here. Choose them in the Gallery
      {key !== undefined && <> and press {key}</>}, take a run’s results over from the Studio’s strip, or drop files
      anywhere in this place.
    </>
  )
}
