import type { Lora, Control } from '../../../shared/domain/generation.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/local-provider.ts'
import type { EngineRequest } from '../../engine/engine.ts'
import type { LocalModelSupply, LocalNeeds, LocalSupply } from './local-supply.ts'
import { loraAsDrawn, controlNetAsDrawn } from './drawing-record.ts'

interface LoraTarget {
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
  { prompt, loras, drawnWith = null }: LoraTarget,
  model: LocalModelSupply,
  { supply, hashes }: Pick<LocalNeeds, 'supply' | 'hashes'>,
): Read {
  const tagged = [...prompt.matchAll(tag)].map(([, name = '', scale]) => ({
    path: name.trim(),
    scale: Number(scale ?? 1),
  }))
  const requested = [...loras, ...tagged]
  if (requested.length > lorasMax) throw invalid(messages.tooManyLoras({ max: lorasMax }))
  return {
    prompt: prompt.replace(tag, ' ').replace(/ {2,}/gu, ' ').trim(),
    loras: requested.map(({ path, scale }) => ({
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

interface ControlTarget {
  readonly control?: Control | null
  readonly drawnWith?: LocalRecord | null
}

interface ControlNet {
  readonly path: string
  /** 0 = unknown. */
  readonly bytes: number
}

/**
 * Returns the ControlNet for the control image; null = there is none. A name is a file name without its extension: a
 * path could name any file. @throws provider/invalid-request for one that does not exist, was made for other models, or
 * cannot be loaded
 */
export function readControlNet(
  { control = null, drawnWith = null }: ControlTarget,
  model: LocalModelSupply,
  { supply, hashes }: Pick<LocalNeeds, 'supply' | 'hashes'>,
): ControlNet | null {
  if (control === null) return null
  const isNamed = (net: { readonly name: string }) => net.name.toLowerCase() === control.net.toLowerCase()
  const named = model.controlNets.find(isNamed)
  const asDrawn = controlNetAsDrawn(control.net, drawnWith, hashes)
  if (asDrawn !== null) {
    return { path: asDrawn, bytes: model.controlNets.find(({ path }) => path === asDrawn)?.bytes ?? named?.bytes ?? 0 }
  }
  if (named) return named
  throw unusable(control.net, model, supply.controlNets.find(isNamed))
}

function unusable(
  name: string,
  { card, architecture, controlNets }: LocalModelSupply,
  existing: LocalNeeds['supply']['controlNets'][number] | undefined,
): AppError {
  const names = controlNets.slice(0, 20).map((net) => net.name)
  const next = names.length === 0 ? messages.getControlNet : messages.chooseOther({ names: names.join(', ') })
  const reason =
    existing === undefined
      ? messages.noSuchControlNet({ name })
      : misfitReason(existing, name, card.label, architecture)
  return new AppError('provider/invalid-request', `${reason} ${next}`)
}

function misfitReason(
  { problem, architecture: fitting }: LocalNeeds['supply']['controlNets'][number],
  name: string,
  model: string,
  architecture: string,
): string {
  if (problem !== null) return messages.controlNetUnusable({ name, problem })
  if (fitting === null) return messages.controlNetForOthers({ name, model, architecture })
  return messages.controlNetFor({ name, fitting, model, architecture })
}

/**
 * Models are used in place: a file may be moved, or its disk removed, after it was listed and while it draws. The
 * engine's own error is then no help. @throws model/missing
 */
export async function whileThere<T>(
  paths: readonly string[],
  findMissing: LocalNeeds['findMissing'],
  work: () => Promise<T>,
): Promise<T> {
  const requireAll = async () => {
    const missing = await findMissing(paths)
    if (missing !== null) throw missingError(missing)
  }
  await requireAll()
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code.startsWith('engine/')) await requireAll()
    throw thrown
  }
}

function missingError(path: string): AppError {
  const [, folder = '', name = path] = /^(.*)[\\/]([^\\/]+)$/.exec(path) ?? []
  return new AppError('model/missing', messages.fileGone({ name, folder }))
}
