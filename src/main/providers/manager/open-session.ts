import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { ErrorCode } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/provider-errors.ts'
import { startTimer, type Clock } from '../../platform/clock.ts'
import type { ProviderAdapter, TaskState } from '../core/adapter.ts'
import type { ServiceAdvice } from '../core/call-parts.ts'
import { createSession, type ResponseReport } from '../core/create-session.ts'
import type { ProviderSession, SessionOptions } from '../provider-manager.ts'
import type { ResponseKind, HealthTracker } from './health-tracker.ts'
import { loadCredential } from './load-credential.ts'
import type { ManagerParts } from './manager-parts.ts'
import type { ProviderChoices } from './provider-choices.ts'
import { createSignIns } from './sign-ins.ts'

export interface SessionOpener {
  /** @throws credential/*, configuration/invalid before anything is sent */
  open(adapter: ProviderAdapter, options: OpenOptions): Promise<ProviderSession>
  /** For another key: signs in again. */
  forget(id: ProviderId): void
}

interface OpenOptions extends Pick<SessionOptions, 'signal' | 'key'> {
  /** `quiet`: a background request, which must not mark a service that is switched off as unhealthy. */
  readonly kind: ResponseKind['type'] | 'quiet'
  readonly onUpdate?: SessionOptions['onUpdate']
  readonly onSending?: SessionOptions['onSending']
}

type Parts = Pick<ManagerParts, 'secrets' | 'transport' | 'clock' | 'appVersion' | 'readText'>

const ignore = () => undefined

export function createSessionOpener(parts: Parts, choices: ProviderChoices, health: HealthTracker): SessionOpener {
  const { secrets, transport, clock, appVersion, readText } = parts
  const signIns = createSignIns(clock)

  async function open(adapter: ProviderAdapter, options: OpenOptions): Promise<ProviderSession> {
    const { id } = adapter
    const { kind, signal, key, onUpdate = ignore, onSending = ignore } = options
    const baseUrl = choices.requireBaseUrl(adapter)
    const loaded = await loadCredential(adapter, secrets, choices.destinationOf(adapter), key)
    const watch = { isSubmitting: false }
    const onAnswer = (response: ResponseReport): void => {
      if (response.failure?.code === 'credential/rejected') signIns.forget(id)
      // Problems with a key for one call say nothing about the one that is set.
      const isForeign = key !== undefined && isAboutKey(response.failure?.code)
      if (kind === 'quiet' || isForeign) return
      health.noteAnswer(id, response, { type: kind, isTimed: kind === 'check' || watch.isSubmitting })
    }
    const service = kind === 'check' ? { ...adapter, advice: adviceHere(adapter) } : adapter
    const common = {
      adapter: service,
      baseUrl,
      transport,
      signal,
      appVersion,
      project: loaded.project,
      onUpdate,
      onAnswer,
    }
    const nobody = createSession({ ...common, credentialHeaders: {}, secrets: loaded.secrets, onSending: ignore })
    const headers = await signIns.headersFor(adapter, loaded.credential, (work) => nobody.run(work))
    const session = createSession({
      ...common,
      credentialHeaders: headers,
      secrets: loaded.secrets,
      readText,
      onSending,
    })
    return timed(session, watch, (ms) => health.noteImage(id, ms), clock)
  }

  return { open, forget: signIns.forget }
}

/** A check is asked for where key and address are set. */
function adviceHere({ credential }: ProviderAdapter): ServiceAdvice {
  return {
    checkKey: credential.form === 'login' ? messages.checkLoginHere : messages.checkApiKeyHere,
    checkAddress: messages.checkAddressHere,
    startServer: messages.startServerHere,
    correctBaseUrl: messages.correctBaseUrlHere,
  }
}

function isAboutKey(code: ErrorCode | undefined): boolean {
  return code === 'credential/rejected' || code === 'provider/quota'
}

/** Measures the time from sending to a finished image. After a restart the start time is unknown. */
function timed(
  session: ProviderSession,
  watch: { isSubmitting: boolean },
  onImage: (ms: number) => void,
  clock: Clock,
): ProviderSession {
  let tookMs: (() => number) | null = null
  const note = (state: TaskState): TaskState => {
    if (state.type === 'done' && tookMs !== null) {
      onImage(tookMs())
      tookMs = null
    }
    return state
  }
  return {
    ...session,
    async submit(input) {
      tookMs = startTimer(clock)
      watch.isSubmitting = true
      try {
        return note(await session.submit(input))
      } finally {
        watch.isSubmitting = false
      }
    },
    poll: async (handle) => note(await session.poll(handle)),
  }
}
