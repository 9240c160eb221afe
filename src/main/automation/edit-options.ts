import { automaticBlend } from '../../shared/domain/edit-defaults.ts'
import { editIntentSchema, type BlendSettings, type EditIntent } from '../../shared/domain/edit.ts'
import { editIntents } from '../../shared/domain/edit-intents.ts'
import type { MaskEdge } from '../../shared/util/effective-mask.ts'
import type { Rect, Size } from '../../shared/util/geometry.ts'
import { optionGroup, type OptionValues } from './command.ts'
import { badInput, readNumberOption } from './read-options.ts'

/** How a result is composited into the image. */
export const blendOptions = optionGroup('Blending', {
  match: { value: '0-1', help: 'How strongly colors are matched.' },
  soften: { value: 'px', help: 'Soften the seam.' },
  offset: { value: 'x,y', help: 'Move the result, in pixels: --offset=-3,2.' },
  opacity: { value: '0-1', help: 'Opacity of the result.' },
  'force-paste': { help: 'Paste a result that does not fit.' },
})

/** What an edit is for, and which part of the image it is about. */
export const editOptions = {
  intent: { value: 'intent', help: `One of ${editIntents.join(', ')}.` },
  box: { value: 'x,y,w,h', help: 'Part of the image to send, in pixels.' },
  frame: { value: 'frame', help: 'New extent: left,top,right,bottom or WxH+X+Y, in pixels.' },
} as const

export type BlendValues = Partial<OptionValues<typeof blendOptions>>

const pxMax = 512
/** A finished mask is neither widened nor softened outwards: its seam is healed within its white. */
const healedWithinPx = 4

export function readIntent(text: string | undefined): EditIntent | null {
  if (text === undefined) return null
  const parsed = editIntentSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw badInput(`--intent must be ${editIntents.join(', ')}; “${text}” is not.`)
}

/** What the words say, over `usual`. */
export function readBlend(values: BlendValues, usual: BlendSettings): BlendSettings {
  const number = (name: 'match' | 'soften' | 'opacity', max: number) =>
    readNumberOption(values[name], { name: `--${name}`, min: 0, max })
  const offset = readOffset(values.offset)
  return {
    ...usual,
    match: number('match', 1) ?? usual.match,
    softenPx: number('soften', pxMax) ?? usual.softenPx,
    opacity: number('opacity', 1) ?? usual.opacity,
    ...(offset !== null && { offsetXPx: offset.x, offsetYPx: offset.y }),
    isForced: values['force-paste'] === true || usual.isForced,
  }
}

export function usualBlend(intent: EditIntent, edge: MaskEdge): BlendSettings {
  const blend = automaticBlend(intent, edge)
  return edge.growPx + edge.featherPx > 0 ? blend : { ...blend, softenPx: healedWithinPx }
}

function readOffset(text: string | undefined): { x: number; y: number } | null {
  if (text === undefined) return null
  const [, x, y] = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/.exec(text) ?? []
  const offset = { x: Number(x), y: Number(y) }
  if (Math.max(Math.abs(offset.x), Math.abs(offset.y)) <= pxMax) return offset
  throw badInput(`--offset is written --offset=X,Y in pixels from -${pxMax} to ${pxMax}, not “${text}”.`)
}

/** `x,y,w,h` in pixels of the picture. */
export function readBox(text: string | undefined): Rect | null {
  if (text === undefined) return null
  const [, x, y, width, height] = /^(-?\d{1,6}),(-?\d{1,6}),(\d{1,5}),(\d{1,5})$/.exec(text) ?? []
  const box = { x: Number(x), y: Number(y), widthPx: Number(width), heightPx: Number(height) }
  if (box.widthPx > 0 && box.heightPx > 0) return box
  throw badInput(`--box is written X,Y,WIDTH,HEIGHT in pixels of the image, not “${text}”.`)
}

/** The new extent of a picture: `l,t,r,b` more pixels on each side, or `WxH+X+Y` from its top-left corner. */
export function readFrame(text: string | undefined, picture: Size): Rect | null {
  if (text === undefined) return null
  const sides = /^(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})$/.exec(text)?.slice(1).map(Number)
  if (sides !== undefined) {
    const [left = 0, top = 0, right = 0, bottom = 0] = sides
    return {
      x: 0 - left,
      y: 0 - top,
      widthPx: picture.widthPx + left + right,
      heightPx: picture.heightPx + top + bottom,
    }
  }
  const [, width, height, x, y] = /^(\d{1,5})x(\d{1,5})([+-]\d{1,5})([+-]\d{1,5})$/.exec(text) ?? []
  const frame = { x: Number(x), y: Number(y), widthPx: Number(width), heightPx: Number(height) }
  if (frame.widthPx > 0 && frame.heightPx > 0) return frame
  throw badInput(`--frame is written LEFT,TOP,RIGHT,BOTTOM or WIDTHxHEIGHT+X+Y in pixels, not “${text}”.`)
}
