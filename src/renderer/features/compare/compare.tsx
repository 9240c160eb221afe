import { Columns2, Images, Vote } from 'lucide-react'
import { useEffect, type DragEvent } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../shared/messages/en/compare.ts'
import { useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { CompareProvider, useCompare, useCompareState, useVoteState, type CompareModel } from './compare-context.ts'
import { CompareToolbar } from './compare-toolbar.tsx'
import { takeOff } from './create-compare-store.ts'
import './compare.css'
import { ComparePicker } from './picker/compare-picker.tsx'
import { VoteSetup } from './vote/vote-setup.tsx'
import { VoteStage } from './vote/vote-stage.tsx'
import { VoteSummary } from './vote/vote-summary.tsx'
import { CompareSide } from './side/compare-side.tsx'
import { CompareTable } from './table/compare-table.tsx'

/** The light table: two to nine pictures beside one another. */
export function Compare({ model }: { readonly model: CompareModel }) {
  return (
    <CompareProvider value={model}>
      <CompareLayout />
    </CompareProvider>
  )
}

function CompareLayout() {
  const { store } = useCompare()
  const isEmpty = useCompareState((state) => state.ids.length === 0)
  const isSettingUp = useVoteState((state) => state.stage === 'setup')
  const isVoting = useVoteState((state) => state.stage === 'asking' || state.stage === 'told')
  const isPicking = useCompareState((state) => state.isPicking)
  const drop = useDrop()
  useOnlyWhatIsThere()
  return (
    <section className="compare" aria-label={messages.comparedImages} data-takes-drop {...drop}>
      <h1 className="visually-hidden">{messages.compare}</h1>
      {isEmpty && !isVoting ? <CompareEmpty /> : <TableOrVote />}
      {isSettingUp && <VoteSetup />}
      {isPicking && <ComparePicker onClose={() => store.setState({ isPicking: false })} />}
    </section>
  )
}

function TableOrVote() {
  const stage = useVoteState((state) => state.stage)
  if (stage === 'asking') return <VoteStage />
  if (stage === 'told') return <VoteSummary />
  return (
    <>
      <CompareToolbar />
      <div className="compare-body">
        <CompareTable />
        <CompareSide />
      </div>
    </>
  )
}

/** Files from outside, or pictures dragged here from another window of the system. */
function useDrop() {
  const { actions } = useCompare()
  return {
    onDrop: (event: DragEvent) => {
      void actions.addFiles([...event.dataTransfer.files])
    },
  }
}

/** What went to the trash is not looked at any more. */
function useOnlyWhatIsThere(): void {
  const { store } = useCompare()
  const order = useStore(useServices().order.store, (state) => state.library)
  useEffect(() => {
    if (order === null) return
    takeOff(
      store,
      store.getState().ids.filter((id) => order.indexOf(id) < 0),
    )
  }, [store, order])
}

function CompareEmpty() {
  const { store, voting } = useCompare()
  return (
    <EmptyState
      icon={<Columns2 size={36} strokeWidth={1.5} />}
      title={messages.nothingToCompare}
      text={<HowPicturesGetHere />}
    >
      <Button look="primary" icon={<Images size={15} />} onClick={() => store.setState({ isPicking: true })}>
        {messages.addImagesButton} <Kbd command="compare.add" />
      </Button>
      <Button icon={<Vote size={15} />} onClick={() => voting.setUp()}>
        {messages.blindVoteButton} <Kbd command="compare.vote" />
      </Button>
    </EmptyState>
  )
}

function HowPicturesGetHere() {
  const { keymap } = useServices()
  const key = keymap.getState().keysOf('gallery.compare')[0]
  return key === undefined ? messages.howToAdd : messages.howToAddByKey({ key })
}
