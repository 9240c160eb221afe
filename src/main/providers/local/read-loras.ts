import type { Lora } from '../../../shared/domain/generation.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { EngineRequest } from '../../engine/engine.ts'
import type { LocalModelSupply, LocalNeeds, LocalSupply } from './local-supply.ts'
import { loraAsDrawn } from './repeat-drawing.ts'

interface Asked {
  readonly prompt: string
  readonly loras: readonly Lora[]
  readonly drawnWith?: LocalRecord | null
}

interface Read {
  /** Without what names a LoRA. */
  readonly prompt: string
  readonly loras: EngineRequest['loras']
}

/** As A1111 writes it: `<lora:name:0.8>`. */
const tag = /<lora:([^:<>]+)(?::(-?\d*\.?\d+))?>/giu
const lorasMax = 20

/**
 * The LoRAs that are asked for, in the list and in the prompt. A name is that of the file without its ending: a path
 * could name any file. @throws provider/invalid-request for one that is not there or was made for other models
 */
export function readLoras(
  { prompt, loras, drawnWith = null }: Asked,
  model: LocalModelSupply,
  { supply, hashes }: Pick<LocalNeeds, 'supply' | 'hashes'>,
): Read {
  const tagged = [...prompt.matchAll(tag)].map(([, name = '', scale]) => ({
    path: name.trim(),
    scale: Number(scale ?? 1),
  }))
  const asked = [...loras, ...tagged]
  if (asked.length > lorasMax) throw invalid(`At most ${lorasMax} LoRAs can be mixed. Remove some.`)
  return {
    prompt: prompt.replace(tag, ' ').replace(/ {2,}/gu, ' ').trim(),
    loras: asked.map(({ path, scale }) => ({
      path: loraAsDrawn(path, drawnWith, hashes) ?? pathOf(path, model, supply),
      scale,
    })),
  }
}

function pathOf(name: string, { card, architecture, loras }: LocalModelSupply, supply: LocalSupply): string {
  const isNamed = (lora: { readonly name: string }) => lora.name.toLowerCase() === name.toLowerCase()
  // Of two with the same name the one that fits is meant.
  const found = loras.find(isNamed)
  if (found) return found.path
  const names = loras.slice(0, 20).map((lora) => lora.name)
  const misfit = supply.loras.find(isNamed)
  if (misfit) {
    const choice = names.length === 0 ? 'Remove it.' : `Choose another: ${names.join(', ')}.`
    throw invalid(
      `“${name}” is a LoRA for ${misfit.architecture ?? 'other'} models, and ${card.label} is a ${architecture} model. ${choice}`,
    )
  }
  const known = names.length === 0 ? 'There is none for this model' : `Known: ${names.join(', ')}`
  throw invalid(`There is no LoRA named “${name}” on this computer. ${known}.`)
}

const invalid = (message: string) => new AppError('provider/invalid-request', message)
