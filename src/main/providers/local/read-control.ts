import type { Control } from '../../../shared/domain/generation.ts'
import type { LocalRecord } from '../../../shared/domain/local-record.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { LocalModelSupply, LocalNeeds } from './local-supply.ts'
import { controlNetAsDrawn } from './repeat-drawing.ts'

interface Asked {
  readonly control?: Control | null
  readonly drawnWith?: LocalRecord | null
}

interface ControlNet {
  readonly path: string
  /** 0 = not known. */
  readonly bytes: number
}

/**
 * The ControlNet that reads the control image; null = there is none. A name is that of the file without its ending: a path
 * could name any file. @throws provider/invalid-request for one that is not there, was made for other models, or cannot be
 * loaded
 */
export function readControlNet(
  { control = null, drawnWith = null }: Asked,
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
  const choice =
    names.length === 0
      ? 'Get one for it under Models, or remove the control image.'
      : `Choose another: ${names.join(', ')}.`
  const why =
    found === undefined
      ? `There is no ControlNet named “${name}” on this computer.`
      : found.problem === null
        ? `“${name}” is a ControlNet for ${found.architecture ?? 'other'} models, and ${card.label} is a ${architecture} model.`
        : `The ControlNet “${name}” cannot be used. ${found.problem}`
  return new AppError('provider/invalid-request', `${why} ${choice}`)
}
