import type { Asset } from '../../../shared/domain/asset.ts'
import type { EditRecord } from '../../../shared/domain/edit.ts'
import type { Rect, Size } from '../../../shared/util/geometry.ts'
import * as messages from '../../../shared/messages/en/cli-edit.ts'
import type { ReportedEdit } from '../report-schema.ts'

export function reportedEdit({ recipe }: Pick<Asset, 'recipe'>): ReportedEdit | null {
  const { edit } = recipe
  if (!edit) return null
  return {
    intent: edit.intent,
    changed_inside: recipe.changedInside,
    changed_outside: recipe.changedOutside,
    inside_px: edit.insidePx,
    outside_px: edit.outsidePx,
    alignment: edit.alignment && {
      shift_x: edit.alignment.shiftXPx,
      shift_y: edit.alignment.shiftYPx,
      scale: edit.alignment.scale,
      rotation_deg: edit.alignment.rotationDeg,
      correlation: edit.alignment.correlation,
      basis: edit.alignment.basis,
    },
    mask_verdict: edit.maskVerdict,
    refused: edit.isRefused,
    sent: { box: rectOf(edit.sent.crop), frame: sizeOf(edit.sent.frame), placed: rectOf(edit.sent.box) },
    answer: sizeOf(edit.answer),
    reblend_of: edit.reblendOf,
  }
}

/** Returns the proof as one line, for people; null where nothing was composited. */
export function proofOf({ recipe }: Pick<Asset, 'recipe'>): string | null {
  const { edit, changedInside, changedOutside } = recipe
  if (!edit) {
    if (changedInside === null || changedOutside === null) return null
    return messages.changedPixels({ inside: changedInside, outside: changedOutside })
  }
  const { crop, frame } = edit.sent
  const changed = edit.isRefused
    ? messages.notPasted
    : messages.changedPixelsOf({
        inside: changedInside ?? 0,
        insideTotal: edit.insidePx,
        outside: changedOutside ?? 0,
        outsideTotal: edit.outsidePx,
      })
  const sent = messages.sentArea({
    width: crop.widthPx,
    height: crop.heightPx,
    x: crop.x,
    y: crop.y,
    frameWidth: frame.widthPx,
    frameHeight: frame.heightPx,
  })
  return [changed, describeAlignment(edit), maskVerdicts[edit.maskVerdict], sent]
    .filter((part) => part !== null)
    .join(' · ')
}

function describeAlignment({ alignment }: EditRecord): string | null {
  if (alignment === null) return null
  if (alignment.basis !== 'measured') return messages.notAligned
  const { shiftXPx, shiftYPx, correlation } = alignment
  return messages.aligned({ x: shiftXPx.toFixed(1), y: shiftYPx.toFixed(1), correlation: correlation.toFixed(2) })
}

const maskVerdicts = {
  kept: messages.maskKept,
  ignored: messages.maskIgnored,
  nothing: messages.nothingChanged,
  unknown: null,
} as const

function sizeOf({ widthPx, heightPx }: Size): ReportedEdit['answer'] {
  return { width: widthPx, height: heightPx }
}

function rectOf(rect: Rect): ReportedEdit['sent']['box'] {
  return { x: rect.x, y: rect.y, ...sizeOf(rect) }
}
