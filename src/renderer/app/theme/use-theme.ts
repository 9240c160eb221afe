import { useLayoutEffect } from 'react'
import { useSettings } from '../../client/index.ts'

const systemIsLight = '(prefers-color-scheme: light)'

/** Puts the chosen theme and canvas color on the page; `system` follows the system as it changes. */
export function useTheme(): void {
  const theme = useSettings((settings) => settings.theme)
  // Before the first frame: an effect would show it in the other theme.
  useLayoutEffect(() => {
    const query = window.matchMedia(systemIsLight)
    const apply = () => {
      const isLight = theme === 'system' ? query.matches : theme === 'light'
      document.documentElement.dataset['theme'] = isLight ? 'light' : 'dark'
    }
    apply()
    query.addEventListener('change', apply)
    return () => query.removeEventListener('change', apply)
  }, [theme])
  const canvasGray = useSettings((settings) => settings.canvasGray)
  useLayoutEffect(() => {
    document.documentElement.dataset['canvas'] = canvasGray
  }, [canvasGray])
}
