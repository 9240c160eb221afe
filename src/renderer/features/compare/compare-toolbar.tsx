import { ArrowLeft, ImagePlus } from 'lucide-react'
import { formatCount } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { useCompare, useCompareState } from './compare-context.ts'
import { layOut } from './create-compare-store.ts'

export function CompareToolbar() {
  const { store } = useCompare()
  const count = useCompareState((state) => state.ids.length)
  return (
    <div className="compare-toolbar" role="toolbar" aria-label="Light table">
      <p role="status">{formatCount(count, 'picture')}</p>
      <div className="compare-toolbar-end">
        <Button icon={<ImagePlus size={15} />} onClick={() => store.setState({ isPicking: true })}>
          Add…
        </Button>
        <Button
          look="quiet"
          icon={<ArrowLeft size={15} />}
          onClick={() => layOut(store, [], store.getState().cameFrom)}
        >
          Clear
        </Button>
      </div>
    </div>
  )
}
