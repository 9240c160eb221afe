import { readFileSync } from 'node:fs'
import type { Settings } from '../../shared/domain/settings.ts'

type Theme = Settings['theme']

const themes: Readonly<Record<Theme, true>> = { system: true, dark: true, light: true }

/**
 * What the window's background needs of the settings, before they are loaded: the window does not wait for zod and all
 * schemas. What cannot be read here is dealt with, and said, when they are.
 */
export function readStartTheme(settingsFile: string): Theme {
  try {
    const { theme } = { ...(JSON.parse(readFileSync(settingsFile, 'utf8')) as { readonly theme?: unknown } | null) }
    return isTheme(theme) ? theme : 'dark'
  } catch {
    return 'dark'
  }
}

function isTheme(value: unknown): value is Theme {
  return typeof value === 'string' && Object.hasOwn(themes, value)
}
