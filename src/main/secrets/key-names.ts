import type { ProviderId } from '../../shared/domain/provider-id.ts'

interface KeyName {
  /** The environment variable commonly used for this provider's key. */
  readonly variable: string
  /** `login` has the form `user:password`. */
  readonly form: 'key' | 'login'
}

/** Providers that run inside Atelier need no key. */
type KeyedProviderId = Exclude<ProviderId, 'fake' | 'local'>

/** Must have an entry for every provider to compile: one without an entry would never get its credential. */
const keys = {
  openai: { variable: 'OPENAI_API_KEY', form: 'key' },
  stability: { variable: 'STABILITY_API_KEY', form: 'key' },
  fal: { variable: 'FAL_KEY', form: 'key' },
  imagen: { variable: 'GOOGLE_API_KEY', form: 'key' },
  gemini: { variable: 'GOOGLE_API_KEY', form: 'key' },
  bfl: { variable: 'BFL_API_KEY', form: 'key' },
  xai: { variable: 'XAI_API_KEY', form: 'key' },
  huggingface: { variable: 'HUGGINGFACE_API_KEY', form: 'key' },
  replicate: { variable: 'REPLICATE_API_TOKEN', form: 'key' },
  ideogram: { variable: 'IDEOGRAM_API_KEY', form: 'key' },
  runway: { variable: 'RUNWAY_API_KEY', form: 'key' },
  'openai-compatible': { variable: 'ATELIER_OPENAI_COMPATIBLE_KEY', form: 'key' },
  a1111: { variable: 'ATELIER_A1111_LOGIN', form: 'login' },
  comfyui: { variable: 'ATELIER_COMFYUI_KEY', form: 'key' },
  // The language model that rewrites prompts: the only key without a provider.
  rewriter: { variable: 'ATELIER_REWRITER_KEY', form: 'key' },
} as const satisfies Record<KeyedProviderId | 'rewriter', KeyName>

export type KeyId = keyof typeof keys

export const keyIds = Object.keys(keys) as readonly KeyId[]

export function isKeyId(text: string): text is KeyId {
  return Object.hasOwn(keys, text)
}

export function environmentNameOf(id: KeyId): string {
  return keys[id].variable
}

export function keyFormOf(id: KeyId): KeyName['form'] {
  return keys[id].form
}

/** Whether a Google service account can be used instead of a key. */
export function takesServiceAccount(id: KeyId): boolean {
  return id === 'imagen' || id === 'gemini'
}
