import type { Settings } from '../../../../shared/domain/settings.ts'

type Background = Settings['viewer']['background']

/** What lies behind the picture. Colours are seen otherwise on another grey, and prints are judged on white. */
export const viewerBackgrounds: Readonly<Record<Background, { readonly label: string; readonly colour: string }>> = {
  theme: { label: 'As the window', colour: 'var(--stage)' },
  black: { label: 'Black', colour: '#000000' },
  grey: { label: 'Middle grey', colour: '#777777' },
  white: { label: 'White', colour: '#ffffff' },
}

const order: readonly Background[] = ['theme', 'black', 'grey', 'white']

export function nextBackground(background: Background): Background {
  return order[(order.indexOf(background) + 1) % order.length] ?? 'theme'
}
