import type { ProviderView } from '../../../shared/domain/provider.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/provider-manager.ts'
import { ownHost, type KeyDestination } from '../../secrets/index.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { parseBaseUrl } from '../core/wire/url-policy.ts'
import type { ManagerParts } from './manager-parts.ts'

type Field = 'isEnabled' | 'defaultModel' | 'defaultSize' | 'baseUrl'

/** The effective settings of one provider, and where they come from. */
export interface ProviderChoice extends Readonly<Pick<ProviderView, Field | 'decidedElsewhere'>> {
  /** Why the configured address cannot be used: no requests are sent until it is corrected. */
  readonly baseUrlProblem: AppError | null
}

export interface ProviderChoices {
  get(id: ProviderId): ProviderChoice
  /** Returns where requests go. @throws configuration/invalid */
  requireBaseUrl(adapter: ProviderAdapter): string
  /** Returns which keys may be sent to that address. @throws configuration/invalid */
  destinationOf(adapter: ProviderAdapter): KeyDestination
  /** Returns whether the user has ever configured anything about it. */
  isMentioned(id: ProviderId): boolean
}

interface Given<T> {
  readonly value: T
  /** null = the settings, which can be changed in the window. */
  readonly by: string | null
}

type Parts = Pick<ManagerParts, 'settings' | 'configuration' | 'env' | 'baseUrls'>

/** Precedence: command line, environment (both for addresses only), `atelier.yaml`, settings. */
export function createProviderChoices({ settings, configuration, env, baseUrls = {} }: Parts): ProviderChoices {
  function find<F extends Field>(id: ProviderId, field: F): Given<NonNullable<Settled[F]>> | null {
    const configured = configuration().providers[id]?.[field]
    if (configured !== undefined) return { value: configured as NonNullable<Settled[F]>, by: 'atelier.yaml' }
    const set = settings.get().providers[id]?.[field]
    return set === null || set === undefined ? null : { value: set as NonNullable<Settled[F]>, by: null }
  }

  function findBaseUrl(id: ProviderId): Given<string> | null {
    const onCommandLine = baseUrls[id]
    if (onCommandLine !== undefined) return { value: onCommandLine, by: messages.commandLine }
    const variable = baseUrlVariable(id)
    const inEnvironment = env[variable]?.trim()
    return inEnvironment ? { value: inEnvironment, by: variable } : find(id, 'baseUrl')
  }

  function get(id: ProviderId): ProviderChoice {
    const isEnabled = find(id, 'isEnabled')
    const defaultModel = find(id, 'defaultModel')
    const defaultSize = find(id, 'defaultSize')
    const address = findBaseUrl(id)
    const { baseUrl, problem } = readBaseUrl(address)
    const fields = { isEnabled, defaultModel, defaultSize, baseUrl: address }
    const elsewhere = Object.entries(fields).flatMap(([field, given]) => (given?.by ? [[field, given.by]] : []))
    return {
      isEnabled: isEnabled?.value ?? true,
      defaultModel: defaultModel?.value ?? null,
      defaultSize: defaultSize?.value ?? null,
      baseUrl,
      baseUrlProblem: problem,
      decidedElsewhere: Object.fromEntries(elsewhere),
    }
  }

  function requireBaseUrl(adapter: ProviderAdapter): string {
    const { baseUrl, baseUrlProblem } = get(adapter.id)
    if (baseUrlProblem) throw baseUrlProblem
    return baseUrl ?? adapter.baseUrl
  }

  return {
    get,
    requireBaseUrl,
    destinationOf: (adapter) => ({
      host: keyHostOf(adapter, requireBaseUrl(adapter)),
      isNamedOutside: get(adapter.id).decidedElsewhere.baseUrl !== undefined,
    }),
    isMentioned(id) {
      const set = Object.values(settings.get().providers[id] ?? {})
      return (
        findBaseUrl(id) !== null ||
        configuration().providers[id] !== undefined ||
        set.some((value) => value !== null && value !== undefined)
      )
    },
  }
}

interface Settled {
  isEnabled: boolean
  defaultModel: string
  defaultSize: string
  baseUrl: string
}

/** Returns the host of a base URL, which a key is bound to. */
export function keyHostOf(adapter: Pick<ProviderAdapter, 'baseUrl'>, baseUrl: string): string {
  const { origin } = new URL(baseUrl)
  return origin === new URL(adapter.baseUrl).origin ? ownHost : origin
}

export function baseUrlVariable(id: ProviderId): string {
  return `ATELIER_${id.toUpperCase().replaceAll('-', '_')}_BASE_URL`
}

function readBaseUrl(given: Given<string> | null): { baseUrl: string | null; problem: AppError | null } {
  if (given === null) return { baseUrl: null, problem: null }
  try {
    return { baseUrl: parseBaseUrl(given.value), problem: null }
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    const { message } = thrown
    const problem = given.by === null ? message : messages.withSource({ message, source: given.by })
    return {
      baseUrl: null,
      problem: new AppError('configuration/invalid', problem, { detail: { isAddress: true } }),
    }
  }
}
