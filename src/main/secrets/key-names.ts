/** Services that need a key, and the environment variable each one's users already have it in. */
const environmentNames = {
  openai: 'OPENAI_API_KEY',
  stability: 'STABILITY_API_KEY',
  fal: 'FAL_KEY',
  imagen: 'GOOGLE_API_KEY',
  gemini: 'GOOGLE_API_KEY',
  bfl: 'BFL_API_KEY',
  xai: 'XAI_API_KEY',
  huggingface: 'HUGGINGFACE_API_KEY',
  replicate: 'REPLICATE_API_TOKEN',
  ideogram: 'IDEOGRAM_API_KEY',
  runway: 'RUNWAY_API_KEY',
} as const

export type KeyId = keyof typeof environmentNames

export const keyIds = Object.keys(environmentNames) as readonly KeyId[]

export function isKeyId(text: string): text is KeyId {
  return Object.hasOwn(environmentNames, text)
}

export function environmentNameOf(id: KeyId): string {
  return environmentNames[id]
}
