import {
  ArrowLeft,
  ChartScatter,
  Grid3x3,
  ImagePlus,
  Link2,
  Link2Off,
  PanelRight,
  Pause,
  Play,
  SplitSquareHorizontal,
  SplitSquareVertical,
  Tag,
  Vote,
} from 'lucide-react'
import { useStore } from 'zustand'
import * as messages from '../../../shared/messages/en/compare.ts'
import * as gridMessages from '../../../shared/messages/en/grids.ts'
import { useServices } from '../../client/index.ts'
import { formatPercent } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { SegmentedControl } from '../../ui/fields/segmented-control.tsx'
import { SliderField } from '../../ui/fields/slider-field.tsx'
import { useCompare, useCompareState } from './compare-context.ts'
import type { CompareView } from './create-compare-store.ts'
import { chooseView } from './pair.ts'
import { fitScale } from './view/camera.ts'
import { cameraOf, fitAll, toggleLink } from './view/move-camera.ts'

const views: readonly { readonly value: CompareView; readonly label: string }[] = [
  { value: 'grid', label: messages.grid },
  { value: 'pair', label: messages.sideBySide },
  { value: 'slider', label: messages.slider },
  { value: 'overlay', label: messages.overlay },
  { value: 'blink', label: messages.blink },
  { value: 'difference', label: messages.difference },
]

export function CompareToolbar() {
  const { store, actions, voting } = useCompare()
  const view = useCompareState((state) => state.view)
  const canPair = useCompareState((state) => state.ids.length > 1)
  return (
    <div className="compare-toolbar" role="toolbar" aria-label={messages.compare}>
      <IconButton label={messages.closeCompare} command="compare.leave" onClick={() => actions.leave()}>
        <ArrowLeft size={16} aria-hidden="true" />
      </IconButton>
      {canPair && (
        <SegmentedControl
          label={messages.view}
          isLabelHidden
          options={views}
          value={view}
          onChange={(next) => chooseView(store, next)}
        />
      )}
      <ViewOptions />
      <div className="compare-toolbar-end">
        <ZoomButtons />
        <SwitchButtons />
        <GridsButton />
        <Button
          icon={<ImagePlus size={15} />}
          title={messages.addImages}
          onClick={() => store.setState({ isPicking: true })}
        >
          <span className="compare-word">{messages.addImagesButton}</span>
        </Button>
        <IconButton
          label={messages.valueHint}
          command="compare.value"
          onClick={() => store.setState({ isValueShown: true })}
        >
          <ChartScatter size={16} aria-hidden="true" />
        </IconButton>
        {canPair && (
          <Button icon={<Vote size={15} />} title={messages.blindVoteHint} onClick={() => voting.setUp()}>
            <span className="compare-word">{messages.blindVoteButton}</span> <Kbd command="compare.vote" />
          </Button>
        )}
      </div>
    </div>
  )
}

/** Back to the grid that the images are of, or to all grids. */
function GridsButton() {
  const { actions } = useCompare()
  const behind = useCompareState((state) => state.gridBehind)
  const label = behind === null ? gridMessages.grids : gridMessages.backToGrid
  return (
    <Button
      icon={<Grid3x3 size={15} />}
      title={label}
      onClick={() => (behind === null ? actions.showGrid('list') : actions.leave())}
    >
      <span className="compare-word">{label}</span>
    </Button>
  )
}

function ZoomButtons() {
  const { store, actions } = useCompare()
  const { assets } = useServices()
  const isLinked = useCompareState((state) => state.isLinked)
  const chosen = useCompareState((state) => state.chosen ?? state.ids[0] ?? null)
  const asset = useStore(assets.store, ({ records }) => (chosen === null ? null : records.get(chosen)))
  const scale = useCompareState((state) => {
    if (!asset || chosen === null) return null
    return fitScale(state.tile, asset) * cameraOf(state, chosen).zoom * window.devicePixelRatio
  })
  return (
    <>
      <IconButton
        label={isLinked ? messages.linkZoomPosition : messages.unlinked}
        command="compare.link"
        isPressed={isLinked}
        onClick={() => toggleLink(store)}
      >
        {isLinked ? <Link2 size={16} aria-hidden="true" /> : <Link2Off size={16} aria-hidden="true" />}
      </IconButton>
      <Button size="small" variant="quiet" className="compare-zoom" onClick={() => actions.toggleActual()}>
        <span className="visually-hidden">{messages.toggleZoom}</span>
        {scale === null ? '' : formatPercent(scale)}
      </Button>
      <Button size="small" onClick={() => fitAll(store)}>
        {messages.fit} <Kbd command="compare.fit" />
      </Button>
    </>
  )
}

function SwitchButtons() {
  const { store } = useCompare()
  const { settings } = useServices()
  const hasLabels = useCompareState((state) => state.hasLabels)
  const areHidden = useStore(settings.store, (state) => state.arePanelsHidden)
  return (
    <>
      <IconButton
        label={messages.imageLabels}
        command="compare.labels"
        isPressed={hasLabels}
        onClick={() => store.setState({ hasLabels: !hasLabels })}
      >
        <Tag size={15} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.sidePanel}
        command="view.toggle-panels"
        isPressed={!areHidden}
        onClick={() => settings.change({ arePanelsHidden: !areHidden })}
      >
        <PanelRight size={16} aria-hidden="true" />
      </IconButton>
    </>
  )
}

/** Options of the current view mode. */
function ViewOptions() {
  const view = useCompareState((state) => state.view)
  if (view === 'slider') return <DividerOption />
  if (view === 'overlay') return <OverlayOption />
  if (view === 'blink') return <BlinkOptions />
  if (view === 'difference') return <ToleranceOption />
  return null
}

function DividerOption() {
  const { store } = useCompare()
  const isAcross = useCompareState((state) => state.isDividedAcross)
  return (
    <IconButton
      label={isAcross ? messages.verticalDivider : messages.horizontalDivider}
      command="compare.turn"
      onClick={() => store.setState({ isDividedAcross: !isAcross })}
    >
      {isAcross ? (
        <SplitSquareHorizontal size={16} aria-hidden="true" />
      ) : (
        <SplitSquareVertical size={16} aria-hidden="true" />
      )}
    </IconButton>
  )
}

function OverlayOption() {
  const { store } = useCompare()
  const opacity = useCompareState((state) => state.opacity)
  return (
    <div className="compare-option">
      <SliderField
        label={messages.opacity}
        min={0}
        max={100}
        unit="%"
        value={Math.round(opacity * 100)}
        onChange={(value) => store.setState({ opacity: value / 100 })}
      />
    </div>
  )
}

function BlinkOptions() {
  const { store } = useCompare()
  const isBlinking = useCompareState((state) => state.isBlinking)
  const blinkMs = useCompareState((state) => state.blinkMs)
  return (
    <>
      <IconButton
        label={isBlinking ? messages.pauseBlinking : messages.blink}
        command="compare.blinking"
        onClick={() => store.setState({ isBlinking: !isBlinking })}
      >
        {isBlinking ? <Pause size={15} aria-hidden="true" /> : <Play size={15} aria-hidden="true" />}
      </IconButton>
      <div className="compare-option">
        <SliderField
          label={messages.interval}
          name={messages.blinkInterval}
          min={0.2}
          max={3}
          step={0.1}
          unit="s"
          value={blinkMs / 1000}
          onChange={(value) => store.setState({ blinkMs: Math.round(value * 1000) })}
        />
      </div>
    </>
  )
}

function ToleranceOption() {
  const { store } = useCompare()
  const tolerance = useCompareState((state) => state.tolerance)
  return (
    <div className="compare-option">
      <SliderField
        label={messages.tolerance}
        name={messages.tolerance}
        min={0}
        max={64}
        unit="/ 255"
        value={tolerance}
        hint={messages.toleranceHint}
        onChange={(value) => store.setState({ tolerance: value })}
      />
    </div>
  )
}
