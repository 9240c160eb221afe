import { z } from 'zod'
import type { Asset } from '../../shared/domain/asset.ts'
import type { EditRecord } from '../../shared/domain/edit.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'
import * as messages from '../../shared/messages/en/cli-edit.ts'

const reportedSizeSchema = z.object({ width: z.number(), height: z.number() }).readonly()
const reportedRectSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).readonly()

/** The outcome of a masked edit, measured on the delivered file. */
export const reportedEditSchema = z
  .object({
    intent: z.string(),
    changed_inside: z.number().nullable(),
    changed_outside: z.number().nullable(),
    /** Pixels of the image inside and outside the effective mask. */
    inside_px: z.number(),
    outside_px: z.number(),
    alignment: z
      .object({
        shift_x: z.number(),
        shift_y: z.number(),
        scale: z.number(),
        rotation_deg: z.number(),
        correlation: z.number(),
        basis: z.string(),
      })
      .nullable(),
    /** `kept`, `ignored`, `nothing` or `unknown`: how the model treated the mask. */
    mask_verdict: z.string(),
    /** The response did not fit and was not pasted: the image is the response as received. */
    refused: z.boolean(),
    /** The part of the image that was sent, the size it was sent at, and its position within that. */
    sent: z.object({ box: reportedRectSchema, frame: reportedSizeSchema, placed: reportedRectSchema }),
    answer: reportedSizeSchema,
    reblend_of: z.string().nullable(),
  })
  .readonly()
type ReportedEdit = z.output<typeof reportedEditSchema>
type ReportedSize = z.output<typeof reportedSizeSchema>
type ReportedRect = z.output<typeof reportedRectSchema>

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

function sizeOf({ widthPx, heightPx }: Size): ReportedSize {
  return { width: widthPx, height: heightPx }
}

function rectOf(rect: Rect): ReportedRect {
  return { x: rect.x, y: rect.y, ...sizeOf(rect) }
}
