import type { Asset } from '../../shared/domain/asset.ts'
import type { EditRecord } from '../../shared/domain/edit.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'

/** What became of a masked edit, counted on the file that is handed over. */
export interface ReportedEdit {
  readonly intent: string
  readonly changed_inside: number | null
  readonly changed_outside: number | null
  /** Pixels of the picture inside and outside of the effective mask. */
  readonly inside_px: number
  readonly outside_px: number
  readonly alignment: {
    readonly shift_x: number
    readonly shift_y: number
    readonly scale: number
    readonly rotation_deg: number
    readonly correlation: number
    readonly basis: string
  } | null
  /** `kept`, `ignored`, `nothing` or `unknown`: what the model made of the mask. */
  readonly mask_verdict: string
  /** It did not fit and was not pasted: the picture is the answer as it came. */
  readonly refused: boolean
  /** The part of the picture that was sent, the size it was sent at, and where in that it lies. */
  readonly sent: { readonly box: ReportedRect; readonly frame: ReportedSize; readonly placed: ReportedRect }
  readonly answer: ReportedSize
  readonly reblend_of: string | null
}

interface ReportedSize {
  readonly width: number
  readonly height: number
}

interface ReportedRect extends ReportedSize {
  readonly x: number
  readonly y: number
}

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

/** The proof in one line, for people; null where nothing was laid in. */
export function proofOf({ recipe }: Pick<Asset, 'recipe'>): string | null {
  const { edit, changedInside, changedOutside } = recipe
  if (!edit) {
    return changedOutside === null ? null : `inside ${changedInside} px changed, outside ${changedOutside}`
  }
  const { crop, frame } = edit.sent
  const changed = edit.isRefused
    ? 'not pasted: it does not fit what surrounds the mask (--force-paste, or reblend, pastes it)'
    : `inside ${changedInside} of ${edit.insidePx} px changed, outside ${changedOutside} of ${edit.outsidePx}`
  const sent = `sent ${crop.widthPx} × ${crop.heightPx} at ${crop.x},${crop.y} as ${frame.widthPx} × ${frame.heightPx}`
  return [changed, alignedWords(edit), verdictWords[edit.maskVerdict], sent].filter((part) => part !== null).join(' · ')
}

function alignedWords({ alignment }: EditRecord): string | null {
  if (alignment === null) return null
  if (alignment.basis !== 'measured') return 'nothing to align by'
  const { shiftXPx, shiftYPx, correlation } = alignment
  return `moved ${shiftXPx.toFixed(1)}, ${shiftYPx.toFixed(1)} px, fits ${correlation.toFixed(2)}`
}

const verdictWords = {
  kept: 'mask kept',
  ignored: 'the model seems to have ignored the mask',
  nothing: 'the model changed nothing in the mask',
  unknown: null,
} as const

function sizeOf({ widthPx, heightPx }: Size): ReportedSize {
  return { width: widthPx, height: heightPx }
}

function rectOf(rect: Rect): ReportedRect {
  return { x: rect.x, y: rect.y, ...sizeOf(rect) }
}
