import type { ModelCard, OptionValue } from './model-card.ts'

/**
 * Returns how many times wider and higher a result is with these options; null = the model does not upscale by a known
 * factor.
 */
export function upscaleFactorOf(
  { upscaling, options }: ModelCard,
  values: Readonly<Record<string, OptionValue>>,
): number | null {
  if (upscaling === undefined) return null
  const { option, steps } = upscaling
  if (option === null) return steps[0]?.factor ?? null
  const value = values[option] ?? options.find(({ name }) => name === option)?.default
  return steps.find((step) => step.value === value)?.factor ?? null
}

/** Returns the options that make a model upscale by a factor; null = it cannot. */
export function upscaleOptions({ upscaling }: ModelCard, factor: number): Record<string, OptionValue> | null {
  const step = upscaling?.steps.find((each) => each.factor === factor)
  if (upscaling === undefined || step === undefined) return null
  return upscaling.option === null || step.value === null ? {} : { [upscaling.option]: step.value }
}

/** Returns the id of an upscaler's card for its file name, as a command line takes it. */
export function upscalerIdOf(fileName: string): string {
  return fileName
    .replace(/(?<=.)\.[^.]*$/u, '')
    .replaceAll(/[^\w.+-]+/g, '-')
    .slice(0, 200)
}
