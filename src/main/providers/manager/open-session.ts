import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import type { ErrorCode } from '../../../shared/errors/index.ts'
import type { ProviderAdapter, TaskState } from '../core/adapter.ts'
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
  /** Another key: signs in anew. */
  forget(id: ProviderId): void
}

interface OpenOptions extends Pick<SessionOptions, 'signal' | 'key'> {
  /** `quiet`: an unasked look, which must not make a service that is switched off look ill. */
  readonly kind: ResponseKind['is'] | 'quiet'
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
    const onAnswer = (answer: ResponseReport): void => {
      if (answer.failure?.code === 'credential/rejected') signIns.forget(id)
      // What is wrong with a key for one call says nothing about the one that is set.
      const isForeign = key !== undefined && isAboutKey(answer.failure?.code)
      if (kind === 'quiet' || isForeign) return
      health.noteAnswer(id, answer, { is: kind, isTimed: kind === 'check' || watch.isSubmitting })
    }
    const common = { adapter, baseUrl, transport, signal, appVersion, project: loaded.project, onUpdate, onAnswer }
    const nobody = createSession({ ...common, credentialHeaders: {}, secrets: loaded.secrets, onSending: ignore })
    const headers = await signIns.headersFor(adapter, loaded.credential, (work) => nobody.run(work))
    const session = createSession({
      ...common,
      credentialHeaders: headers,
      secrets: loaded.secrets,
      readText,
      onSending,
    })
    return timed(session, watch, (ms) => health.notePicture(id, ms), clock.nowMs)
  }

  return { open, forget: signIns.forget }
}

function isAboutKey(code: ErrorCode | undefined): boolean {
  return code === 'credential/rejected' || code === 'provider/quota'
}

/** Times the way from sending to a finished picture. After a restart the beginning is not known. */
function timed(
  session: ProviderSession,
  watch: { isSubmitting: boolean },
  onPicture: (ms: number) => void,
  nowMs: () => number,
): ProviderSession {
  let sentAtMs: number | null = null
  const note = (state: TaskState): TaskState => {
    if (state.is === 'done' && sentAtMs !== null) {
      onPicture(nowMs() - sentAtMs)
      sentAtMs = null
    }
    return state
  }
  return {
    ...session,
    async submit(input) {
      sentAtMs = nowMs()
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
