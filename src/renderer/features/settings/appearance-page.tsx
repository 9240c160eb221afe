import type { Settings } from '../../../shared/domain/settings.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { PillChoice, type PillOption } from '../../ui/pill-choice.tsx'

const themes: readonly PillOption<Settings['theme']>[] = [
  { value: 'system', label: 'As the system has it' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
]

export function AppearancePage() {
  const { settings } = useServices()
  const theme = useSettings((each) => each.theme)
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">Appearance</h2>
      </header>
      <div className="settings-scroll">
        <div className="settings-card">
          <h3>Theme</h3>
          <PillChoice
            label="Theme"
            isLabelHidden
            look="accent"
            options={themes}
            value={theme}
            onChange={(next) => settings.change({ theme: next })}
          />
          <p className="settings-note">
            The greys around a picture carry no tint in either, so that colours are seen as they are.
          </p>
        </div>
      </div>
    </section>
  )
}
