import type { Settings } from '../../../../shared/domain/settings.ts'

type Background = Settings['viewer']['background']

/** What lies behind the picture. Colors are seen otherwise on another gray, and prints are judged on white. */
export const viewerBackgrounds: Readonly<Record<Background, { readonly label: string; readonly color: string }>> = {
  theme: { label: 'As the window', color: 'var(--stage)' },
  black: { label: 'Black', color: '#000000' },
  grey: { label: 'Middle gray', color: '#777777' },
  white: { label: 'White', color: '#ffffff' },
}

const order: readonly Background[] = ['theme', 'black', 'grey', 'white']

export function nextBackground(background: Background): Background {
  return order[(order.indexOf(background) + 1) % order.length] ?? 'theme'
}
