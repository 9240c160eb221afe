import { readFileSync } from 'node:fs'
import type { Settings } from '../../shared/domain/settings.ts'

type Theme = Settings['theme']

/** What the window needs of the settings for its first frame. */
export type StartLook = Pick<Settings, 'theme' | 'uiScale'>

const themes: Readonly<Record<Theme, true>> = { system: true, dark: true, light: true }

/**
 * Read before the settings are loaded: the window does not wait for zod and all schemas. What cannot be read here is
 * dealt with, and said, when they are.
 */
export function readStartLook(settingsFile: string): StartLook {
  const { theme, uiScale } = readFields(settingsFile)
  return { theme: isTheme(theme) ? theme : 'dark', uiScale: isScale(uiScale) ? uiScale : 1 }
}

function readFields(settingsFile: string): { readonly theme?: unknown; readonly uiScale?: unknown } {
  try {
    return { ...(JSON.parse(readFileSync(settingsFile, 'utf8')) as object | null) }
  } catch {
    return {}
  }
}

function isTheme(value: unknown): value is Theme {
  return typeof value === 'string' && Object.hasOwn(themes, value)
}

function isScale(value: unknown): value is number {
  return typeof value === 'number' && value >= 0.8 && value <= 2
}
