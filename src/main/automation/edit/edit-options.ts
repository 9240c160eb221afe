import {
  automaticBlend,
  editIntentSchema,
  type BlendSettings,
  type EditIntent,
  editIntents,
} from '../../../shared/domain/edit.ts'
import type { MaskEdge } from '../../../shared/util/mask/effective-mask.ts'
import type { Rect, Size } from '../../../shared/util/geometry.ts'
import { notOneOf } from '../../../shared/messages/en/cli.ts'
import * as help from '../../../shared/messages/en/cli-options.ts'
import * as messages from '../../../shared/messages/en/cli-edit.ts'
import { oneOf, optionGroup, type OptionValues } from '../program/command.ts'
import { badInput, readNumberOption } from '../read-options.ts'

/** How a result is composited into the image. */
export const blendOptions = optionGroup(help.blendingHeading, {
  match: { value: '0-1', help: help.colorMatch },
  soften: { value: 'px', help: help.softenSeam },
  offset: { value: 'x,y', help: help.offset },
  opacity: { value: '0-1', help: help.opacity },
  'force-paste': { help: help.forcePaste },
})

/** The intent of an edit, and the part of the image it concerns. */
export const editOptions = {
  intent: { value: 'intent', ...oneOf(editIntents) },
  box: { value: 'x,y,w,h', help: help.areaToSend },
  frame: { value: 'frame', help: help.newFrame },
  continue: { help: help.continueConversation },
} as const

export type BlendValues = Partial<OptionValues<typeof blendOptions>>

const pxMax = 512
/** A finished mask is neither grown nor feathered outward: its seam is healed within its white area. */
const healedWithinPx = 4

export function readIntent(text: string | undefined): EditIntent | null {
  if (text === undefined) return null
  const parsed = editIntentSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw badInput(notOneOf({ option: '--intent', values: editIntents.join(', '), value: text }))
}

/** Returns `usual`, overridden by the options given. */
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
  throw badInput(messages.offsetNotValid({ max: pxMax, value: text }))
}

/** `x,y,w,h` in pixels of the image. */
export function readBox(text: string | undefined): Rect | null {
  if (text === undefined) return null
  const [, x, y, width, height] = /^(-?\d{1,6}),(-?\d{1,6}),(\d{1,5}),(\d{1,5})$/.exec(text) ?? []
  const box = { x: Number(x), y: Number(y), widthPx: Number(width), heightPx: Number(height) }
  if (box.widthPx > 0 && box.heightPx > 0) return box
  throw badInput(messages.boxNotValid({ value: text }))
}

/**
 * Parses the new extent of an image: `l,t,r,b` pixels to add on each side, or `WxH+X+Y` relative to its top-left
 * corner.
 */
export function readFrame(text: string | undefined, image: Size): Rect | null {
  if (text === undefined) return null
  const sides = /^(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})$/.exec(text)?.slice(1).map(Number)
  if (sides !== undefined) {
    const [left = 0, top = 0, right = 0, bottom = 0] = sides
    return {
      x: 0 - left,
      y: 0 - top,
      widthPx: image.widthPx + left + right,
      heightPx: image.heightPx + top + bottom,
    }
  }
  const [, width, height, x, y] = /^(\d{1,5})x(\d{1,5})([+-]\d{1,5})([+-]\d{1,5})$/.exec(text) ?? []
  const frame = { x: Number(x), y: Number(y), widthPx: Number(width), heightPx: Number(height) }
  if (frame.widthPx > 0 && frame.heightPx > 0) return frame
  throw badInput(messages.frameNotValid({ value: text }))
}
