import type { Control } from '../../../shared/domain/generation.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/local-provider.ts'
import type { LocalModelSupply, LocalNeeds } from './local-supply.ts'
import { controlNetAsDrawn } from './repeat-drawing.ts'

interface Target {
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
  { control = null, drawnWith = null }: Target,
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
  found: LocalNeeds['supply']['controlNets'][number] | undefined,
): AppError {
  const names = controlNets.slice(0, 20).map((net) => net.name)
  const next = names.length === 0 ? messages.getControlNet : messages.chooseOther({ names: names.join(', ') })
  const reason =
    found === undefined ? messages.noSuchControlNet({ name }) : misfit(found, name, card.label, architecture)
  return new AppError('provider/invalid-request', `${reason} ${next}`)
}

function misfit(
  { problem, architecture: fitting }: LocalNeeds['supply']['controlNets'][number],
  name: string,
  model: string,
  architecture: string,
): string {
  if (problem !== null) return messages.controlNetUnusable({ name, problem })
  if (fitting === null) return messages.controlNetForOthers({ name, model, architecture })
  return messages.controlNetFor({ name, fitting, model, architecture })
}
