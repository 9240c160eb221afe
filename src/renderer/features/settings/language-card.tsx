import { useEffect, useState, type ReactNode } from 'react'
import type { Output } from '../../../shared/contract/index.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import { locale, textLanguage } from '../../../shared/messages/locale.ts'
import * as messages from '../../../shared/messages/en/settings.ts'
import { restartNow } from '../../../shared/messages/en/storage.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { PillChoice, type PillOption } from '../../ui/fields/pill-choice.tsx'
import { FileFields, SetInFile } from './set-in-file.tsx'

/** Each in its own language, so that whoever cannot read the others finds it. */
const options: readonly PillOption<Settings['language']>[] = [
  { value: 'system', label: messages.system },
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
  { value: 'fr', label: 'Français' },
  { value: 'es', label: 'Español' },
  { value: 'ja', label: '日本語' },
  { value: 'zh', label: '简体中文' },
]

export function LanguageCard(): ReactNode {
  const { settings } = useServices()
  const language = useSettings((each) => each.language)
  return (
    <div className="settings-card">
      <h3>{messages.language}</h3>
      <FileFields name="settings.language">
        <PillChoice
          label={messages.language}
          isLabelHidden
          variant="accent"
          options={options}
          value={language}
          onChange={(next) => settings.change({ language: next })}
        />
      </FileFields>
      <RestartOffer language={language} />
      <p className="settings-note">{messages.languageHint}</p>
      <SetInFile name="settings.language" />
    </div>
  )
}

/** Texts are read while scripts load: another language takes a start. Nothing where the window is in it already. */
function RestartOffer({ language }: Pick<Settings, 'language'>): ReactNode {
  const { client, intents } = useServices()
  const start = useStartLanguage()
  const next = language === 'system' ? start?.systemLanguage : language
  const isFixed = start === null || start.isLanguageRequested || locale !== textLanguage
  if (isFixed || next === undefined || next === locale) return null
  const restart = () =>
    void client.call('app.restart', {}).catch((error: unknown) => intents.send({ type: 'report', error }))
  return (
    <div className="settings-restart" role="status">
      <span>{messages.languageAfterRestart}</span>
      <Button onClick={restart}>{restartNow}</Button>
    </div>
  )
}

/** What decides at the next start; null until main has answered. */
function useStartLanguage(): Pick<Output<'app.info'>, 'systemLanguage' | 'isLanguageRequested'> | null {
  const { client, intents } = useServices()
  const [start, setStart] = useState<Output<'app.info'> | null>(null)
  useEffect(() => {
    client.call('app.info', {}).then(setStart, (error: unknown) => intents.send({ type: 'report', error }))
  }, [client, intents])
  return start
}
