import type { Settings } from '../../../shared/domain/settings.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { formatPercent } from '../../lib/format.ts'
import { uiScales } from '../../lib/ui-scales.ts'
import { PillChoice, type PillOption } from '../../ui/pill-choice.tsx'

const themes: readonly PillOption<Settings['theme']>[] = [
  { value: 'system', label: 'System' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
]

const scaleOptions = uiScales.map((scale) => ({ value: String(scale), label: formatPercent(scale) }))

const canvasGrays: readonly PillOption<Settings['canvasGray']>[] = [
  { value: 'theme', label: 'As the theme' },
  { value: 'black', label: 'Black' },
  { value: 'dark', label: 'Dark gray' },
  { value: 'middle', label: 'Middle gray' },
  { value: 'light', label: 'Light gray' },
  { value: 'white', label: 'White' },
]

export function AppearancePage() {
  const { settings } = useServices()
  const theme = useSettings((each) => each.theme)
  const uiScale = useSettings((each) => each.uiScale)
  const canvasGray = useSettings((each) => each.canvasGray)
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
          <p className="settings-note">Both themes use neutral grays, so colors look as they are.</p>
        </div>
        <div className="settings-card">
          <h3>Interface scale</h3>
          <PillChoice
            label="Interface scale"
            isLabelHidden
            look="accent"
            options={scaleOptions}
            value={String(uiScale)}
            onChange={(next) => settings.change({ uiScale: Number(next) })}
          />
          <p className="settings-note">The size of text and controls.</p>
        </div>
        <div className="settings-card">
          <h3>Canvas</h3>
          <PillChoice
            label="Canvas"
            isLabelHidden
            look="accent"
            options={canvasGrays}
            value={canvasGray}
            onChange={(next) => settings.change({ canvasGray: next })}
          />
          <p className="settings-note">The color around the image while you edit.</p>
        </div>
      </div>
    </section>
  )
}
