import { SkipForward, Undo2, X } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { useAsset, useCover } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { useCompare, useVoteState } from '../compare-context.ts'
import { useSize } from '../table/use-size.ts'
import { fitAll } from '../view/move-camera.ts'
import { ImageCanvas } from '../view/image-canvas.tsx'
import { layOutTiles } from '../view/tile-layout.ts'
import { useTilePointer } from '../view/use-tile-pointer.ts'
import type { VoteRound } from './vote-rounds.ts'
import './vote.css'

const gapPx = 10

/** One question after another. Must not reveal an image's name or what made it. */
export function VoteView() {
  const { voting } = useCompare()
  const round = useVoteState((state) => state.rounds[state.answers.length])
  const answeredCount = useVoteState((state) => state.answers.length)
  const total = useVoteState((state) => Math.max(state.total, state.answers.length + 1))
  const { ref, size } = useSize<HTMLDivElement>()
  if (round === undefined) return null
  return (
    <div className="compare-vote">
      <header className="compare-vote-head">
        <h2>{round.length === 2 ? messages.whichBetter : messages.whichBest}</h2>
        <ProgressBar label={messages.progress} value={answeredCount / total} />
        <span role="status">{messages.answered({ done: answeredCount + 1, total })}</span>
        <Button size="small" variant="quiet" icon={<X size={14} />} onClick={() => voting.end()}>
          {messages.end} <Kbd command="vote.end" />
        </Button>
      </header>
      <div ref={ref} className="compare-vote-view" dir="ltr" data-part="image" tabIndex={-1}>
        {size !== null && <Choices key={round.join()} round={round} size={size} />}
      </div>
      <VoteBar isPair={round.length === 2} />
    </div>
  )
}

/** Height below each image. */
const buttonPx = 40

function Choices({ round, size }: { readonly round: VoteRound; readonly size: Size }) {
  const { store } = useCompare()
  const { columns, tiles } = useMemo(() => layOutTiles(round.length, size, 1.3, gapPx), [round.length, size])
  const first = tiles[0]
  const tile = useMemo(
    () => ({ widthPx: first?.widthPx ?? 1, heightPx: Math.max(1, (first?.heightPx ?? 1) - buttonPx) }),
    [first],
  )
  useEffect(() => store.setState({ columns, tile }), [store, columns, tile])
  // Each question starts with its images fitted.
  useEffect(() => fitAll(store), [store])
  return round.map((id, index) => {
    const rect = tiles[index]
    return rect && <Choice key={id} id={id} at={index} place={rect} tile={tile} isPair={round.length === 2} />
  })
}

interface ChoiceProps {
  readonly id: AssetId
  readonly at: number
  readonly place: Rect
  readonly tile: Size
  readonly isPair: boolean
}

function Choice({ id, at, place, tile, isPair }: ChoiceProps) {
  const { voting } = useCompare()
  const asset = useAsset(id)
  const isBusy = useVoteState((state) => state.isBusy)
  const command = isPair ? (at === 0 ? 'vote.left' : 'vote.right') : `vote.choose-${at + 1}`
  return (
    <div
      className="compare-choice"
      role="group"
      aria-label={messages.imageNumber({ number: at + 1 })}
      style={{ left: place.x, top: place.y, width: place.widthPx, height: place.heightPx }}
    >
      {asset && <ChoiceImage asset={asset} tile={tile} />}
      {asset === null && <p className="compare-gone">{messages.noLongerInLibrary}</p>}
      <Button
        className="compare-choose"
        disabled={isBusy}
        aria-label={messages.selectImage({ number: at + 1 })}
        onClick={() => void voting.choose(at)}
      >
        {messages.select} <Kbd command={command} />
      </Button>
    </div>
  )
}

function ChoiceImage({ asset, tile }: { readonly asset: Asset; readonly tile: Size }) {
  const element = useRef<HTMLDivElement>(null)
  const pointerHandlers = useTilePointer(element, asset, tile)
  const cover = useCover(asset.id)
  return (
    <div ref={element} className="compare-image" style={{ height: tile.heightPx }} {...pointerHandlers}>
      <ImageCanvas asset={asset} tile={tile} />
      {cover !== null && <CoverVeil label={cover.label} onReveal={cover.reveal} />}
    </div>
  )
}

function VoteBar({ isPair }: { readonly isPair: boolean }) {
  const { voting } = useCompare()
  const canUndo = useVoteState((state) => state.answers.length > 0)
  return (
    <footer className="compare-vote-bar">
      <Button size="small" disabled={!canUndo} icon={<Undo2 size={14} />} onClick={() => void voting.undo()}>
        {messages.undo} <Kbd command="vote.undo" />
      </Button>
      {isPair && (
        <Button size="small" onClick={() => void voting.tie()}>
          {messages.tie} <Kbd command="vote.tie" />
        </Button>
      )}
      <Button size="small" icon={<SkipForward size={14} />} onClick={() => voting.skip()}>
        {messages.skip} <Kbd command="vote.skip" />
      </Button>
    </footer>
  )
}
