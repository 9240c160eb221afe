import type { CheckOutcome } from '../../../shared/domain/provider.ts'
import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { startTimer } from '../../platform/clock.ts'
import type { ServiceAddress } from '../../../shared/domain/guarded-values.ts'
import * as messages from '../../../shared/messages/en/provider-manager.ts'
import { isKeyId, type KeyId, ownHost } from '../../secrets/index.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import type { ProviderManager } from '../provider-manager.ts'
import { requireConsent, type ConfirmAddress } from '../core/address-consent.ts'
import { parseBaseUrl } from '../core/wire/url-policy.ts'
import type { ModelActions } from './model-actions.ts'
import type { ProviderContext } from './provider-context.ts'
import type { ManagerParts } from './manager-parts.ts'
import { keyHostOf } from './provider-choices.ts'

type ProviderActions = Pick<ProviderManager, 'setKey' | 'deleteKey' | 'test' | 'configure'>
type Change = Parameters<ProviderManager['configure']>[1]

/** The user is waiting after pressing a button: a test call that takes longer has failed. */
const testTimeoutMs = 30_000

export function createProviderActions(
  context: ProviderContext,
  { lookAtModels }: Pick<ModelActions, 'lookAtModels'>,
): ProviderActions {
  const { secrets, clock } = context.parts

  async function afresh(id: ProviderId) {
    context.startAfresh(id)
    context.announce(id)
    return context.viewOf(id)
  }

  async function check(adapter: ProviderAdapter): Promise<CheckOutcome> {
    const deadline = openDeadline(context.closing, adapter)
    const tookMs = startTimer(clock)
    try {
      const session = await context.sessions.open(adapter, { kind: 'check', signal: deadline.signal })
      const { message, balance } = await session.check()
      context.health.noteBalance(adapter.id, balance ?? null)
      lookAtModels(adapter)
      return { isOk: true, message, latencyMs: tookMs() }
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      const latencyMs = tookMs()
      // A response that never arrived has not been reported yet.
      if (thrown === deadline.signal.reason) {
        const late = { ms: latencyMs, status: null, failure: thrown }
        context.health.noteAnswer(adapter.id, late, { type: 'check', isTimed: false })
      }
      return { isOk: false, message: thrown.message, latencyMs }
    } finally {
      deadline.close()
      context.announce(adapter.id)
    }
  }

  return {
    async setKey(id, key, keep) {
      const adapter = context.requireAdapter(id)
      const { host } = context.choices.destinationOf(adapter)
      await secrets.set(requireKeyId(adapter), key, { host, keep })
      return afresh(id)
    },
    async deleteKey(id) {
      await secrets.delete(requireKeyId(context.requireAdapter(id)))
      return afresh(id)
    },
    test: async (id) => check(context.requireAdapter(id)),
    async configure(id, change, confirm) {
      const adapter = context.requireAdapter(id)
      const { baseUrl, ...otherChanges } = checkChange(change)
      const address =
        baseUrl === undefined ? undefined : await agreeOnAddress(context.parts, adapter, { baseUrl, confirm })
      const baseUrlChange = address === undefined ? {} : { baseUrl: address }
      await context.changeSettings(id, (current) => ({ ...current, ...otherChanges, ...baseUrlChange }))
      if (address !== undefined) return afresh(id)
      context.announce(id)
      return context.viewOf(id)
    },
  }
}

function openDeadline(closing: AbortSignal, { label }: ProviderAdapter): { signal: AbortSignal; close: () => void } {
  const controller = new AbortController()
  const message = messages.noResponseInTime({ provider: label, seconds: testTimeoutMs / 1_000 })
  const timer = setTimeout(() => controller.abort(new AppError('network/timeout', message)), testTimeoutMs)
  return { signal: AbortSignal.any([closing, controller.signal]), close: () => clearTimeout(timer) }
}

function requireKeyId({ id, label, credential }: ProviderAdapter): KeyId {
  if (isKeyId(id) && credential.need !== 'none') return id
  throw new AppError('request/invalid', messages.noApiKeyUsed({ provider: label }))
}

/** Returns only the fields to change. @throws request/invalid */
function checkChange(change: Change): Change {
  const checked: Change = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const { defaultSize } = checked
  if (defaultSize && !/^(\d{2,5}x\d{2,5}|\d{1,4}:\d{1,4})$/.test(defaultSize)) {
    throw new AppError('request/invalid', messages.sizeFormat)
  }
  return checked
}

interface AgreeOptions {
  /** As typed; null or empty = the service's own. */
  readonly baseUrl: string | null
  readonly confirm: ConfirmAddress
}

/**
 * Returns a provider's new address; null = the service's own.
 * @throws configuration/invalid, request/cancelled if the user declines
 */
async function agreeOnAddress(
  { secrets, settings }: Pick<ManagerParts, 'secrets' | 'settings'>,
  adapter: ProviderAdapter,
  { baseUrl, confirm }: AgreeOptions,
): Promise<ServiceAddress | null> {
  const { id, label, kind, credential } = adapter
  const to = baseUrl === null || baseUrl === '' ? adapter.baseUrl : parseBaseUrl(baseUrl)
  const host = keyHostOf(adapter, to)
  const address = await requireConsent({
    label,
    secret: credential.form === 'login' ? 'login' : 'key',
    isLocal: kind === 'local',
    from: settings.get().providers[id]?.baseUrl ?? adapter.baseUrl,
    to,
    isOwn: host === ownHost,
    permission: async () => (isKeyId(id) ? secrets.permission(id, host) : 'none'),
    allow: async () => (isKeyId(id) ? secrets.allow(id, host) : undefined),
    confirm,
  })
  return address === adapter.baseUrl ? null : address
}
