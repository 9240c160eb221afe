import type { LocalRecord } from './local-record.ts'

/** Returns the engine that an image was made with and its release, such as “stable-diffusion.cpp master-525 d6dd6d7”. */
export function engineLabel({ name = 'stable-diffusion.cpp', version, commit }: LocalRecord['engine']): string {
  return [name, version, commit].filter(Boolean).join(' ')
}
