interface NumberSetting {
  /** What a request may hold; a model's card says what that model takes. */
  readonly min: number
  readonly max: number
  readonly isWhole: boolean
  /** Of its slider. */
  readonly step: number
  /** Whether it says how much of a source image is kept: without one it means nothing. */
  readonly isOfSource: boolean
}

/**
 * The settings of a generation that are one number. Requests, calls, recipes, cards, forms, grids, options, tools, details
 * and metadata derive them from here. How programs name them is in `number-setting-names.ts`, for people in
 * `messages/en/number-settings.ts`.
 */
export const numberSettings = {
  /** Classifier-free guidance scale. */
  guidance: {
    min: 0,
    max: 1_000,
    isWhole: false,
    step: 0.1,
    isOfSource: false,
  },
  /** Sampling steps. */
  steps: {
    min: 1,
    max: 1_000,
    isWhole: true,
    step: 1,
    isOfSource: false,
  },
  /** Denoising strength of image-to-image: 0 = unchanged, 1 = nothing of the image is left. */
  strength: {
    min: 0,
    max: 1,
    isWhole: false,
    step: 0.01,
    isOfSource: true,
  },
} as const satisfies Readonly<Record<string, NumberSetting>>

export type NumberSettingName = keyof typeof numberSettings

/** Each by its name; null = not set. */
export type NumberValues = Readonly<Record<NumberSettingName, number | null>>

export const numberSettingNames = Object.keys(numberSettings) as readonly NumberSettingName[]

export function isNumberSetting(name: string): name is NumberSettingName {
  return Object.hasOwn(numberSettings, name)
}

export function mapNumberSettings<T>(valueOf: (name: NumberSettingName) => T): Record<NumberSettingName, T> {
  return Object.fromEntries(numberSettingNames.map((name) => [name, valueOf(name)])) as Record<NumberSettingName, T>
}

export const unsetNumbers = mapNumberSettings(() => null)

/** Returns only those of its settings that are one number. */
export function numberValuesOf(settings: NumberValues): NumberValues {
  return mapNumberSettings((name) => settings[name])
}
