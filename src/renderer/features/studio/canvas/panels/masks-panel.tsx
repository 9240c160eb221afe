import { withPercent } from '../../../../../shared/messages/formats.ts'
import { Copy, FileDown, FileUp, Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { MaskInfo } from '../../../../../shared/domain/canvas-document.ts'
import { samplingSurfaceId } from '../../../../../shared/domain/surfaces.ts'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import { Button } from '../../../../ui/button.tsx'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { Kbd } from '../../../../ui/kbd.tsx'
import type { MenuEntry } from '../../../../ui/menus/menu.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import { SegmentedControl } from '../../../../ui/fields/segmented-control.tsx'
import { SliderField } from '../../../../ui/fields/slider-field.tsx'
import { SwitchField } from '../../../../ui/fields/switch-field.tsx'
import type { CanvasFileActions } from '../../../../editor/session/actions/canvas-file-actions.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { useStudio } from '../../studio-context.ts'
import { SurfaceRow } from './surface-row.tsx'

interface MasksPanelProps {
  readonly session: CanvasSession
  readonly fileActions: CanvasFileActions
}

/** The masks: the areas to repaint, each with its name, color and strength. All enabled masks apply together. */
export function MasksPanel({ session, fileActions }: MasksPanelProps): ReactNode {
  const masks = useStore(session.store, (state) => state.masks)
  const hasMask = useStore(session.store, (state) => state.hasMask)
  const tools = (
    <span className="surface-list-tools">
      <IconButton label={messages.importMaskButton} size="small" onClick={() => void fileActions.importMask()}>
        <FileUp size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.exportMask}
        size="small"
        disabled={!hasMask}
        onClick={() => void fileActions.exportMask()}
      >
        <FileDown size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label={messages.newMask} size="small" onClick={() => session.masks.add()}>
        <Plus size={15} aria-hidden="true" />
      </IconButton>
    </span>
  )
  return (
    <PanelSection title={masks.length > 1 ? messages.masks : messages.mask} aside={tools}>
      <ul className="surface-list">
        {masks.map((mask) => (
          <MaskRow key={mask.id} session={session} mask={mask} />
        ))}
        <SamplingRow session={session} />
      </ul>
      <TargetFields session={session} />
      <TargetActions session={session} />
      <EdgeFields session={session} />
      <OverlayField session={session} />
      <EditPlanButton />
    </PanelSection>
  )
}

function EditPlanButton(): ReactNode {
  const { store } = useStudio()
  return (
    <Button size="small" onClick={() => store.setState({ isEditPlanOpen: true })}>
      {messages.editPlan}
    </Button>
  )
}

function MaskRow({ session, mask }: { readonly session: CanvasSession; readonly mask: MaskInfo }): ReactNode {
  const isChosen = useStore(session.store, (state) => state.targetId === mask.id)
  const maskCount = useStore(session.store, (state) => state.masks).length
  const target = useStore(session.store, (state) => state.masks.find(({ id }) => id === state.targetId))
  const laying: readonly MenuEntry[] =
    target === undefined || isChosen
      ? []
      : [
          { label: messages.addTo({ name: target.name }), run: () => session.masks.combineMask(mask.id, 'add') },
          {
            label: messages.subtractFrom({ name: target.name }),
            run: () => session.masks.combineMask(mask.id, 'subtract'),
          },
          {
            label: messages.intersectWith({ name: target.name }),
            run: () => session.masks.combineMask(mask.id, 'intersect'),
          },
        ]
  const maskEntries: readonly MenuEntry[] = [
    { label: messages.duplicate, run: () => session.masks.duplicate(mask.id) },
    {
      label: maskCount > 1 ? messages.deleteLabel : messages.clear,
      isDanger: maskCount > 1,
      run: () => session.masks.remove(mask.id),
    },
  ]
  return (
    <SurfaceRow
      name={mask.name}
      kind={messages.maskKind}
      isChosen={isChosen}
      isShown={mask.isOn}
      swatch={<span className="surface-swatch" style={{ background: mask.tint }} aria-hidden="true" />}
      aside={mask.strength < 1 ? withPercent(Math.round(mask.strength * 100)) : undefined}
      menu={laying.length > 0 ? [laying, maskEntries] : [maskEntries]}
      onChoose={() => session.chooseTarget(mask.id)}
      onShow={(isOn) => session.masks.change(mask.id, { isOn })}
      onRename={(name) => session.masks.change(mask.id, { name })}
    />
  )
}

/** Only the local fill uses it. It is not a mask: it defines where to copy from. */
function SamplingRow({ session }: { readonly session: CanvasSession }): ReactNode {
  const isPainted = useStore(session.store, (state) => state.sampling === 'painted')
  const isChosen = useStore(session.store, (state) => state.targetId === samplingSurfaceId)
  if (!isPainted) return null
  return (
    <SurfaceRow
      name={messages.samplingArea}
      kind={messages.samplingKind}
      isChosen={isChosen}
      isShown={null}
      swatch={<span className="surface-swatch" style={{ background: 'var(--done)' }} aria-hidden="true" />}
      aside={<Kbd command="mask.target" />}
      menu={[[{ label: messages.resetToAutomatic, run: () => session.masks.changeSampling('automatic') }]]}
      onChoose={() => session.chooseTarget(samplingSurfaceId)}
      onRename={null}
    />
  )
}

function TargetFields({ session }: { readonly session: CanvasSession }): ReactNode {
  const mask = useStore(session.store, (state) => state.masks.find(({ id }) => id === state.targetId))
  const isAlone = useStore(session.store, (state) => state.masks.length === 1)
  if (mask === undefined) return null
  return (
    <>
      <SliderField
        label={messages.strength}
        name={messages.maskStrength}
        hint={messages.strengthHint}
        value={Math.round(mask.strength * 100)}
        min={1}
        max={100}
        unit="%"
        onChange={(percent) => session.masks.change(mask.id, { strength: percent / 100 })}
      />
      <div className="surface-tint">
        <label>
          <span>{messages.tint}</span>
          <input
            type="color"
            aria-label={messages.colorOf({ name: mask.name })}
            value={mask.tint}
            onChange={(event) => session.masks.change(mask.id, { tint: event.target.value.toLowerCase() })}
          />
        </label>
        <IconButton
          label={messages.duplicateName({ name: mask.name })}
          size="small"
          onClick={() => session.masks.duplicate(mask.id)}
        >
          <Copy size={14} aria-hidden="true" />
        </IconButton>
        {!isAlone && (
          <IconButton
            label={messages.deleteName({ name: mask.name })}
            size="small"
            onClick={() => session.masks.remove(mask.id)}
          >
            <Trash2 size={14} aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </>
  )
}

/** Actions on the selected mask, or on the sampling area if that is selected. */
function TargetActions({ session }: { readonly session: CanvasSession }): ReactNode {
  const isEmpty = useStore(session.store, (state) => state.isTargetEmpty)
  const canRestore = useStore(session.store, (state) => state.canRestore)
  const isCoverage = useStore(session.store, ({ targetKind }) => targetKind === 'mask' || targetKind === 'sampling')
  if (!isCoverage) return null
  return (
    <div className="surface-actions">
      <Button size="small" onClick={() => session.masks.invert()}>
        {messages.invert}
      </Button>
      <Button size="small" disabled={isEmpty} onClick={() => session.clear()}>
        {messages.clear}
      </Button>
      {canRestore && (
        <Button size="small" onClick={() => session.restore()}>
          {messages.restoreMask}
        </Button>
      )}
      <Button size="small" onClick={() => void session.selection.subject('replace').catch(() => undefined)}>
        {messages.guessSubject}
      </Button>
      <Button size="small" onClick={() => session.view.openDialog('color-range')}>
        {messages.selectColor}
      </Button>
      <Button size="small" disabled={isEmpty} onClick={() => session.view.openDialog('refine')}>
        {messages.refine}
      </Button>
    </div>
  )
}

function EdgeFields({ session }: { readonly session: CanvasSession }): ReactNode {
  const edge = useStore(session.store, (state) => state.edge)
  const isAutomatic = useStore(session.store, (state) => state.isEdgeAutomatic)
  return (
    <>
      <SliderField
        label={messages.grow}
        scale="square"
        hint={messages.growHint}
        value={edge.growPx}
        min={0}
        max={512}
        unit="px"
        onChange={(growPx) => session.edit.changeEdge({ growPx })}
      />
      <SliderField
        label={messages.softEdge}
        scale="square"
        hint={messages.softEdgeHint}
        value={edge.featherPx}
        min={0}
        max={512}
        unit="px"
        onChange={(featherPx) => session.edit.changeEdge({ featherPx })}
      />
      <SwitchField
        label={messages.automaticEdge}
        name={messages.automaticEdgeName}
        hint={messages.automaticEdgeHint}
        isOn={isAutomatic}
        onChange={(isOn) => (isOn ? session.edit.automateEdge() : session.edit.changeEdge({}))}
      />
    </>
  )
}

const overlayOptions = [
  { value: 'tint', label: messages.color },
  { value: 'ants', label: messages.outline },
  { value: 'black-white', label: messages.blackAndWhite },
  { value: 'off', label: messages.off },
] as const

function OverlayField({ session }: { readonly session: CanvasSession }): ReactNode {
  const overlay = useStore(session.store, (state) => state.overlay)
  return (
    <SegmentedControl
      label={messages.showAs}
      options={overlayOptions}
      value={overlay}
      onChange={(next) => session.view.changeOverlay(next)}
    />
  )
}
