import type { Settings } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/settings.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { formatPercent } from '../../lib/format.ts'
import { uiScales } from '../../lib/ui-scales.ts'
import { PillChoice, type PillOption } from '../../ui/fields/pill-choice.tsx'
import { LanguageCard } from './language-card.tsx'
import { FileFields, SetInFile } from './set-in-file.tsx'

const themes: readonly PillOption<Settings['theme']>[] = [
  { value: 'system', label: messages.system },
  { value: 'dark', label: messages.dark },
  { value: 'light', label: messages.light },
]

const contrasts: readonly PillOption<Settings['contrast']>[] = [
  { value: 'system', label: messages.system },
  { value: 'high', label: messages.highContrast },
]

const scaleOptions = uiScales.map((scale) => ({ value: String(scale), label: formatPercent(scale) }))

const canvasGrays: readonly PillOption<Settings['canvasGray']>[] = [
  { value: 'theme', label: messages.matchTheme },
  { value: 'black', label: messages.black },
  { value: 'dark', label: messages.darkGray },
  { value: 'middle', label: messages.middleGray },
  { value: 'light', label: messages.lightGray },
  { value: 'white', label: messages.white },
]

export function AppearancePage() {
  const { settings } = useServices()
  const theme = useSettings((each) => each.theme)
  const contrast = useSettings((each) => each.contrast)
  const uiScale = useSettings((each) => each.uiScale)
  const canvasGray = useSettings((each) => each.canvasGray)
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">{messages.appearance}</h2>
      </header>
      <div className="settings-scroll">
        <LanguageCard />
        <div className="settings-card">
          <h3>{messages.theme}</h3>
          <FileFields name="settings.theme">
            <PillChoice
              label={messages.theme}
              isLabelHidden
              variant="accent"
              options={themes}
              value={theme}
              onChange={(next) => settings.change({ theme: next })}
            />
          </FileFields>
          <p className="settings-note">{messages.themeHint}</p>
          <SetInFile name="settings.theme" />
        </div>
        <div className="settings-card">
          <h3>{messages.contrast}</h3>
          <FileFields name="settings.contrast">
            <PillChoice
              label={messages.contrast}
              isLabelHidden
              variant="accent"
              options={contrasts}
              value={contrast}
              onChange={(next) => settings.change({ contrast: next })}
            />
          </FileFields>
          <p className="settings-note">{messages.contrastHint}</p>
          <SetInFile name="settings.contrast" />
        </div>
        <div className="settings-card">
          <h3>{messages.interfaceScale}</h3>
          <FileFields name="settings.ui_scale">
            <PillChoice
              label={messages.interfaceScale}
              isLabelHidden
              variant="accent"
              options={scaleOptions}
              value={String(uiScale)}
              onChange={(next) => settings.change({ uiScale: Number(next) })}
            />
          </FileFields>
          <p className="settings-note">{messages.interfaceScaleHint}</p>
          <SetInFile name="settings.ui_scale" />
        </div>
        <div className="settings-card">
          <h3>{messages.canvas}</h3>
          <FileFields name="settings.canvas_background">
            <PillChoice
              label={messages.canvas}
              isLabelHidden
              variant="accent"
              options={canvasGrays}
              value={canvasGray}
              onChange={(next) => settings.change({ canvasGray: next })}
            />
          </FileFields>
          <p className="settings-note">{messages.canvasHint}</p>
          <SetInFile name="settings.canvas_background" />
        </div>
      </div>
    </section>
  )
}
