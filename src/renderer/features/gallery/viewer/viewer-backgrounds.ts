import type { Settings } from '../../../../shared/domain/settings.ts'

type Background = Settings['viewer']['background']

/** Background behind the image. Grays shift perceived colors, and prints are judged on white. */
export const backgroundColors: Readonly<Record<Background, string>> = {
  theme: 'var(--stage)',
  black: '#000000',
  grey: '#777777',
  white: '#ffffff',
}

const order: readonly Background[] = ['theme', 'black', 'grey', 'white']

export function nextBackground(background: Background): Background {
  return order[(order.indexOf(background) + 1) % order.length] ?? 'theme'
}
