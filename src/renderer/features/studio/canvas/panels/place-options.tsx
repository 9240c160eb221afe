import { FlipHorizontal2, FlipVertical2, RotateCcw, RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { LayerInfo, Placement } from '../../../../../shared/domain/canvas-document.ts'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import { IconButton } from '../../../../ui/icon-button.tsx'
import { Button } from '../../../../ui/button.tsx'
import { NumberField } from '../../../../ui/fields/number-field.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'

type ImageInfo = Extract<LayerInfo, { kind: 'picture' }>

const longestPx = 65_536

/** Position and size of a placed image, in numbers. */
export function PlaceOptions({ session }: { readonly session: CanvasSession }): ReactNode {
  const layers = useStore(session.store, (state) => state.layers)
  const targetId = useStore(session.store, (state) => state.targetId)
  const layer = layers.find((each): each is ImageInfo => each.id === targetId && each.kind === 'picture')
  if (layer === undefined) {
    return <p className="tool-options-hint">{messages.placeImageHint}</p>
  }
  return <PlaceFields session={session} layer={layer} />
}

function PlaceFields({ session, layer }: { readonly session: CanvasSession; readonly layer: ImageInfo }): ReactNode {
  const { placement, pictureSize: imageSize } = layer
  const change = (part: Partial<Placement>) => session.layers.place(layer.id, { ...placement, ...part })
  const turn = (byDeg: number) => change({ rotationDeg: normal(placement.rotationDeg + byDeg) })
  return (
    <>
      <div className="tool-options-numbers">
        <NumberField
          label={messages.centerX}
          value={placement.centreX}
          min={-longestPx}
          max={longestPx}
          digits={1}
          onCommit={(centreX) => change({ centreX })}
        />
        <NumberField
          label={messages.centerY}
          value={placement.centreY}
          min={-longestPx}
          max={longestPx}
          digits={1}
          onCommit={(centreY) => change({ centreY })}
        />
        <NumberField
          label={messages.width}
          value={placement.scaleX * imageSize.widthPx}
          min={1}
          max={longestPx}
          digits={1}
          onCommit={(px) => {
            const by = px / imageSize.widthPx / placement.scaleX
            change({ scaleX: placement.scaleX * by, scaleY: placement.scaleY * by })
          }}
        />
        <NumberField
          label={messages.rotation}
          value={placement.rotationDeg}
          min={-360}
          max={360}
          digits={1}
          onCommit={(rotationDeg) => change({ rotationDeg: normal(rotationDeg) })}
        />
      </div>
      <div className="tool-options-row">
        <IconButton label={messages.flipHorizontal} onClick={() => change({ isFlippedX: !placement.isFlippedX })}>
          <FlipHorizontal2 size={15} aria-hidden="true" />
        </IconButton>
        <IconButton label={messages.flipVertical} onClick={() => change({ isFlippedY: !placement.isFlippedY })}>
          <FlipVertical2 size={15} aria-hidden="true" />
        </IconButton>
        <IconButton label={messages.rotateLeft} onClick={() => turn(-90)}>
          <RotateCcw size={15} aria-hidden="true" />
        </IconButton>
        <IconButton label={messages.rotateRight} onClick={() => turn(90)}>
          <RotateCw size={15} aria-hidden="true" />
        </IconButton>
        <Button size="small" onClick={() => change({ scaleX: 1, scaleY: 1, rotationDeg: 0 })}>
          {messages.originalSize}
        </Button>
      </div>
    </>
  )
}

function normal(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180
}
