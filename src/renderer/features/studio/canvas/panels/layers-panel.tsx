import { withPercent } from '../../../../../shared/messages/formats.ts'
import { ArrowDown, ArrowUp, Brush, Image, ImagePlus, Plus, Trash2 } from 'lucide-react'
import { useState, type DragEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { LayerInfo } from '../../../../../shared/domain/canvas-document.ts'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import { classNames } from '../../../../lib/class-names.ts'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { PanelSection } from '../../../../ui/panel-section.tsx'
import { SliderField } from '../../../../ui/fields/slider-field.tsx'
import type { CanvasFileActions } from '../../../../editor/session/actions/canvas-file-actions.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { layerEntries } from './layer-entries.ts'
import { SurfaceRow } from './surface-row.tsx'

interface LayersPanelProps {
  readonly session: CanvasSession
  readonly fileActions: CanvasFileActions
  /** Name of the image itself. */
  readonly imageName: string
}

/** The layers over the image, from the top down. Visible layers are part of what is sent. */
export function LayersPanel({ session, fileActions, imageName }: LayersPanelProps): ReactNode {
  const layers = useStore(session.store, (state) => state.layers)
  const drop = useDrop((files) => void fileActions.placeFiles(files))
  const tools = (
    <span className="surface-list-tools">
      <IconButton label={messages.placeImage} size="small" onClick={() => void fileActions.placeImage()}>
        <ImagePlus size={14} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={messages.newPaintLayer}
        command="layer.new-paint"
        size="small"
        onClick={() => session.layers.addPaint()}
      >
        <Plus size={15} aria-hidden="true" />
      </IconButton>
    </span>
  )
  return (
    <PanelSection title={messages.layers} aside={tools}>
      <ul className={classNames('surface-list', drop.isOver && 'surface-list-drop')} {...drop.target}>
        {layers.toReversed().map((layer) => (
          <LayerRow key={layer.id} session={session} layer={layer} />
        ))}
        <SurfaceRow
          name={imageName}
          kind={messages.imageKind}
          isChosen={false}
          isShown={null}
          swatch={<Image size={14} aria-hidden="true" />}
          aside={messages.imageKind}
          menu={[]}
          onChoose={() => session.say(messages.imageLayerHint)}
          onRename={null}
        />
      </ul>
      <LayerFields session={session} />
    </PanelSection>
  )
}

/** Files dropped on the list are placed over the image; elsewhere they are opened. */
function useDrop(onFiles: (files: readonly File[]) => void) {
  const [isOver, setIsOver] = useState(false)
  const target = {
    'data-takes-drop': true,
    onDragOver: () => setIsOver(true),
    onDragLeave: () => setIsOver(false),
    onDrop: (event: DragEvent) => {
      setIsOver(false)
      onFiles([...event.dataTransfer.files])
    },
  }
  return { isOver, target }
}

function LayerRow({ session, layer }: { readonly session: CanvasSession; readonly layer: LayerInfo }): ReactNode {
  const isChosen = useStore(session.store, (state) => state.targetId === layer.id)
  const Icon = layer.kind === 'paint' ? Brush : Image
  return (
    <SurfaceRow
      name={layer.name}
      kind={layer.kind === 'paint' ? messages.paintLayerKind : messages.placedImageKind}
      isChosen={isChosen}
      isShown={layer.isVisible}
      swatch={<Icon size={14} aria-hidden="true" />}
      aside={layer.opacity < 1 ? withPercent(Math.round(layer.opacity * 100)) : undefined}
      menu={[layerEntries(session, layer)]}
      onChoose={() => session.chooseTarget(layer.id)}
      onShow={(isVisible) => session.layers.change(layer.id, { isVisible })}
      onRename={(name) => session.layers.change(layer.id, { name })}
    />
  )
}

/** Settings of the selected layer. */
function LayerFields({ session }: { readonly session: CanvasSession }): ReactNode {
  const layers = useStore(session.store, (state) => state.layers)
  const targetId = useStore(session.store, (state) => state.targetId)
  const at = layers.findIndex(({ id }) => id === targetId)
  const layer = layers[at]
  if (layer === undefined) return null
  return (
    <>
      <SliderField
        label={messages.opacity}
        name={messages.layerOpacity}
        value={Math.round(layer.opacity * 100)}
        min={0}
        max={100}
        unit="%"
        onChange={(percent) => session.layers.change(layer.id, { opacity: percent / 100 })}
      />
      <div className="surface-actions">
        <IconButton
          label={messages.moveNameUp({ name: layer.name })}
          size="small"
          disabled={at === layers.length - 1}
          onClick={() => session.layers.move(layer.id, at + 1)}
        >
          <ArrowUp size={14} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={messages.moveNameDown({ name: layer.name })}
          size="small"
          disabled={at === 0}
          onClick={() => session.layers.move(layer.id, at - 1)}
        >
          <ArrowDown size={14} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={messages.deleteName({ name: layer.name })}
          size="small"
          onClick={() => session.layers.remove(layer.id)}
        >
          <Trash2 size={14} aria-hidden="true" />
        </IconButton>
      </div>
    </>
  )
}
