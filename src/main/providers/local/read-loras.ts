import type { Lora } from '../../../shared/domain/generation.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/local-provider.ts'
import type { EngineRequest } from '../../engine/engine.ts'
import type { LocalModelSupply, LocalNeeds, LocalSupply } from './local-supply.ts'
import { loraAsDrawn } from './repeat-drawing.ts'

interface Target {
  readonly prompt: string
  readonly loras: readonly Lora[]
  readonly drawnWith?: LocalRecord | null
}

interface Read {
  /** Without the LoRA tags. */
  readonly prompt: string
  readonly loras: EngineRequest['loras']
}

/** In the format of A1111: `<lora:name:0.8>`. */
const tag = /<lora:([^:<>]+)(?::(-?\d*\.?\d+))?>/giu
const lorasMax = 20

/**
 * Returns the LoRAs in the list and in the prompt. A name is a file name without its extension: a path could name any
 * file. @throws provider/invalid-request for one that does not exist or was made for other models
 */
export function readLoras(
  { prompt, loras, drawnWith = null }: Target,
  model: LocalModelSupply,
  { supply, hashes }: Pick<LocalNeeds, 'supply' | 'hashes'>,
): Read {
  const tagged = [...prompt.matchAll(tag)].map(([, name = '', scale]) => ({
    path: name.trim(),
    scale: Number(scale ?? 1),
  }))
  const asked = [...loras, ...tagged]
  if (asked.length > lorasMax) throw invalid(messages.tooManyLoras({ max: lorasMax }))
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
  // Of two with the same name, the compatible one is used.
  const found = loras.find(isNamed)
  if (found) return found.path
  const names = loras.slice(0, 20).map((lora) => lora.name)
  const misfit = supply.loras.find(isNamed)
  if (misfit) {
    const next = names.length === 0 ? messages.removeLora : messages.chooseOther({ names: names.join(', ') })
    const facts = { name, model: card.label, architecture }
    const { architecture: fitting } = misfit
    const reason = fitting === null ? messages.loraForOthers(facts) : messages.loraFor({ ...facts, fitting })
    throw invalid(`${reason} ${next}`)
  }
  const known = names.length === 0 ? messages.noLoraForModel : messages.availableLoras({ names: names.join(', ') })
  throw invalid(`${messages.noSuchLora({ name })} ${known}`)
}

const invalid = (message: string) => new AppError('provider/invalid-request', message)
