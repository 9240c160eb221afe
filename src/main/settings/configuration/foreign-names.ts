import type { ProviderId } from '../../../shared/domain/provider-id.ts'
import { readProviderId } from './provider-names.ts'

/** Names of providers in the files and environment variables of other programs, in lower case without separators. */
const foreignNames: Readonly<Record<string, ProviderId>> = {
  openai: 'openai',
  dalle: 'openai',
  stabilityai: 'stability',
  falai: 'fal',
  googleimagen: 'imagen',
  google: 'imagen',
  vertex: 'imagen',
  vertexai: 'imagen',
  googlegemini: 'gemini',
  blackforestlabs: 'bfl',
  blackforest: 'bfl',
  flux: 'bfl',
  grok: 'xai',
  hf: 'huggingface',
  runwayml: 'runway',
  automatic1111: 'a1111',
  openaicompatible: 'openai-compatible',
  mock: 'fake',
  demo: 'fake',
}

/** Reads a provider's name as other programs write it: `falai`, `hugging_face`, `BlackForestLabs`. */
export function readForeignProvider(name: string): ProviderId | null {
  const plain = name.toLowerCase()
  return readProviderId(plain) ?? readProviderId(plain.replaceAll(/[_\s.-]/g, '')) ?? byPlainName(plain)
}

function byPlainName(name: string): ProviderId | null {
  return foreignNames[name.replaceAll(/[_\s.-]/g, '')] ?? null
}
