import { z } from 'zod'
import { blendSettingsSchema, type BlendSettings } from '../../../shared/domain/edit.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { exampleOf } from './tool.ts'

const { shape } = blendSettingsSchema

/** How a result is blended into its image; what is left out is as the intent's default. */
export const blendField = z
  .strictObject({
    match: shape.match,
    soften: shape.softenPx,
    align: shape.isAligned,
    offset_x: shape.offsetXPx,
    offset_y: shape.offsetYPx,
    opacity: shape.opacity,
    force_paste: shape.isForced,
  })
  .partial()
  .describe(messages.blendField({ example: exampleOf({ match: 0.5, soften: 16 }) }))

type Blend = z.output<typeof blendField>

/** What each parameter sets. */
const settings = {
  match: 'match',
  soften: 'softenPx',
  align: 'isAligned',
  offset_x: 'offsetXPx',
  offset_y: 'offsetYPx',
  opacity: 'opacity',
  force_paste: 'isForced',
} as const satisfies Record<keyof Blend, keyof BlendSettings>
const names = Object.keys(settings) as (keyof Blend)[]

export function withBlend(usual: BlendSettings, blend: Blend = {}): BlendSettings {
  const given = names.filter((name) => blend[name] !== undefined)
  return { ...usual, ...Object.fromEntries(given.map((name) => [settings[name], blend[name]])) }
}

/** Returns what differs from the default. */
export function blendChanges(blend: BlendSettings, usual: BlendSettings): Blend {
  const changed = names.filter((name) => blend[settings[name]] !== usual[settings[name]])
  return Object.fromEntries(changed.map((name) => [name, blend[settings[name]]]))
}
