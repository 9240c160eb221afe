import { ChartScatter, Columns2, Grid3x3, Images, Vote } from 'lucide-react'
import { useEffect, type DragEvent, useState } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../shared/messages/en/compare.ts'
import { grids } from '../../../shared/messages/en/grids.ts'
import { useServices, useAsset, useCover } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { CompareProvider, useCompare, useCompareState, useVoteState, type CompareModel } from './compare-context.ts'
import { CompareToolbar } from './compare-toolbar.tsx'
import { takeOff, tilesMost } from './create-compare-store.ts'
import './compare.css'
import { VoteSetup } from './vote/vote-setup.tsx'
import { VoteView } from './vote/vote-view.tsx'
import { VoteSummary } from './vote/vote-summary.tsx'
import { CompareSide } from './side/compare-side.tsx'
import { GridList } from './grid/grid-list.tsx'
import { GridPage } from './grid/grid-page.tsx'
import { CompareTable } from './table/compare-table.tsx'
import { ValueView } from './value/value-view.tsx'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { assetUrl } from '../../../shared/domain/image-url.ts'
import type { IdList } from '../../lib/id-list.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectionGrid, SelectionTile } from '../../ui/fields/selection-grid.tsx'
import './picker/compare-picker.css'

/** Number shown at first and added on each request for more. */
const pageSize = 60

/** The Compare view: two to nine images side by side. */
export function Compare({ model }: { readonly model: CompareModel }) {
  return (
    <CompareProvider value={model}>
      <CompareLayout />
    </CompareProvider>
  )
}

function CompareLayout() {
  const { store } = useCompare()
  const isSettingUp = useVoteState((state) => state.phase === 'setup')
  const isPicking = useCompareState((state) => state.isPicking)
  const drop = useDrop()
  useOnlyWhatIsThere()
  return (
    <section className="compare" aria-label={messages.comparedImages} data-takes-drop {...drop}>
      <h1 className="visually-hidden">{messages.compare}</h1>
      <Shown />
      {isSettingUp && <VoteSetup />}
      {isPicking && <ComparePicker onClose={() => store.setState({ isPicking: false })} />}
    </section>
  )
}

/** A vote covers everything, what models are worth covers grids and images, and a grid the images. */
function Shown() {
  const phase = useVoteState((state) => state.phase)
  const isEmpty = useCompareState((state) => state.ids.length === 0)
  const isValueShown = useCompareState((state) => state.isValueShown)
  const gridShown = useCompareState((state) => state.gridShown)
  if (phase === 'voting') return <VoteView />
  if (phase === 'summary') return <VoteSummary />
  if (isValueShown) return <ValueView />
  if (gridShown === 'list') return <GridList />
  if (gridShown !== null) return <GridPage key={gridShown} id={gridShown} />
  if (isEmpty) return <CompareEmpty />
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

/** Accepts dropped files and images dragged from another window. */
function useDrop() {
  const { actions } = useCompare()
  return {
    onDrop: (event: DragEvent) => {
      void actions.addFiles([...event.dataTransfer.files])
    },
  }
}

/** Removes images that were moved to the trash. */
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
  const { store, actions, voting } = useCompare()
  return (
    <EmptyState
      icon={<Columns2 size={36} strokeWidth={1.5} />}
      title={messages.nothingToCompare}
      text={<HowImagesGetHere />}
    >
      <Button variant="primary" icon={<Images size={15} />} onClick={() => store.setState({ isPicking: true })}>
        {messages.addImagesButton} <Kbd command="compare.add" />
      </Button>
      <Button icon={<Vote size={15} />} onClick={() => voting.setUp()}>
        {messages.blindVoteButton} <Kbd command="compare.vote" />
      </Button>
      <Button icon={<ChartScatter size={15} />} onClick={() => store.setState({ isValueShown: true })}>
        {messages.value} <Kbd command="compare.value" />
      </Button>
      <Button icon={<Grid3x3 size={15} />} onClick={() => actions.showGrid('list')}>
        {grids} <Kbd command="compare.grids" />
      </Button>
    </EmptyState>
  )
}

function HowImagesGetHere() {
  const { keymap } = useServices()
  const key = keymap.getState().keysOf('gallery.compare')[0]
  return key === undefined ? messages.howToAdd : messages.howToAddByKey({ key })
}

/** Picker for adding library images to Compare, newest first. */
function ComparePicker({ onClose }: { readonly onClose: () => void }) {
  const { store, actions } = useCompare()
  const order: IdList = useStore(useServices().order.store, (state) => state.library) ?? []
  const [existing] = useState(() => store.getState().ids)
  const [selected, setSelected] = useState<readonly AssetId[]>([])
  const [count, setCount] = useState(pageSize)
  const room = tilesMost - existing.length
  // Reads no more of them than are shown.
  const offered = order.slice(0, count + existing.length + 1).filter((id) => !existing.includes(id))
  const toggle = (id: AssetId) => {
    if (selected.includes(id)) setSelected(selected.filter((each) => each !== id))
    else if (selected.length < room) setSelected([...selected, id])
  }
  const handleDone = () => {
    actions.add(selected)
    onClose()
  }
  const footer = (
    <>
      <span className="compare-picker-count" role="status">
        {capacityMessage(selected.length, room)}
      </span>
      <Button onClick={onClose}>{messages.cancel}</Button>
      <Button variant="primary" disabled={selected.length === 0} onClick={handleDone}>
        {messages.addToCompare}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.addImagesTitle} className="compare-picker" footer={footer} onClose={onClose}>
      <div className="dialog-body">
        {offered.length === 0 && <p className="compare-picker-none">{messages.noOtherImages}</p>}
        <SelectionGrid>
          {offered.slice(0, count).map((id) => (
            <PickerTile key={id} id={id} index={selected.indexOf(id)} onToggle={() => toggle(id)} />
          ))}
        </SelectionGrid>
        {offered.length > count && (
          <Button onClick={() => setCount(count + pageSize)}>{messages.showOlderImages}</Button>
        )}
      </div>
    </Dialog>
  )
}

function capacityMessage(selected: number, room: number): string {
  if (room === 0) return messages.compareFull
  return selected === 0 ? messages.roomLeft({ room }) : messages.selectedOfRoom({ selected, room })
}

interface PickerTileProps {
  readonly id: AssetId
  /** Position among the selected ones; -1 = not selected. */
  readonly index: number
  readonly onToggle: () => void
}

function PickerTile({ id, index, onToggle }: PickerTileProps) {
  const asset = useAsset(id)
  const cover = useCover(id)
  return (
    <SelectionTile
      name={asset?.name}
      src={assetUrl(id, 'thumb-256')}
      isCovered={cover !== null}
      index={index}
      onToggle={onToggle}
    />
  )
}
