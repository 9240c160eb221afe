import type { NumberSettingName } from './number-settings.ts'

interface Names {
  /** As an option of the command line. */
  readonly option: string
  /** As a field of tools and of the client library. */
  readonly field: string
  /** In the infotext of A1111. */
  readonly infotext: string
}

/** How programs name the settings that are one number: apart from these, for the window needs few of them at its start. */
export const programNames = {
  guidance: { option: 'guidance-scale', field: 'guidance_scale', infotext: 'CFG scale' },
  steps: { option: 'steps', field: 'num_inference_steps', infotext: 'Steps' },
  strength: { option: 'strength', field: 'strength', infotext: 'Denoising strength' },
} as const satisfies Readonly<Record<NumberSettingName, Names>>

export type NumberSettingOption = (typeof programNames)[NumberSettingName]['option']
export type NumberSettingField = (typeof programNames)[NumberSettingName]['field']
