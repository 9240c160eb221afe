import {
  EyeOff,
  FileOutput,
  HardDrive,
  Images,
  Keyboard,
  PenTool,
  ReceiptText,
  SunMoon,
  type LucideIcon,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useServices, useSettings } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { AppearancePage } from './appearance-page.tsx'
import type { SettingsPage, SettingsView } from './create-settings-view.ts'
import { KeyboardPage } from './keyboard-page.tsx'
import { WatchedCard } from './library/watched-card.tsx'
import { MoneyPage } from './money/money-page.tsx'
import { SafetyPage } from './safety-page.tsx'
import { SettingsProvider, useSettingsView, useSettingsViewState } from './settings-context.ts'
import './settings.css'
import { StoragePage } from './storage/storage-page.tsx'
import { TabletPage } from './tablet-page.tsx'

const pages: readonly { readonly id: SettingsPage; readonly label: string; readonly icon: LucideIcon }[] = [
  { id: 'keyboard', label: 'Keyboard', icon: Keyboard },
  { id: 'tablet', label: 'Tablet and touch', icon: PenTool },
  { id: 'appearance', label: 'Appearance', icon: SunMoon },
  { id: 'export', label: 'Export', icon: FileOutput },
  { id: 'money', label: 'Money', icon: ReceiptText },
  { id: 'library', label: 'Library', icon: Images },
  { id: 'storage', label: 'Storage', icon: HardDrive },
  { id: 'safety', label: 'Safety and notices', icon: EyeOff },
]

interface SettingsProps {
  readonly store: SettingsView
  /** The exports with a name: that page belongs to the export. */
  readonly renderExport: () => ReactNode
}

/** How the program is set up for this person. */
export function Settings({ store, renderExport }: SettingsProps) {
  return (
    <SettingsProvider value={store}>
      <div className="settings">
        <SettingsNavigation />
        <SettingsContent renderExport={renderExport} />
      </div>
    </SettingsProvider>
  )
}

function SettingsNavigation() {
  const store = useSettingsView()
  const shown = useSettingsViewState((state) => state.page)
  return (
    <nav className="settings-navigation" aria-label="Settings">
      <h1>Settings</h1>
      {pages.map(({ id, label, icon: Icon }) => (
        <button
          key={id}
          type="button"
          aria-current={id === shown ? 'page' : undefined}
          onClick={() => store.setState({ page: id, edit: null, isPressAwaited: false })}
        >
          <Icon size={16} aria-hidden="true" />
          {label}
        </button>
      ))}
    </nav>
  )
}

function SettingsContent({ renderExport }: Pick<SettingsProps, 'renderExport'>): ReactNode {
  const page = useSettingsViewState((state) => state.page)
  switch (page) {
    case 'keyboard':
      return <KeyboardPage />
    case 'tablet':
      return <TabletPage />
    case 'appearance':
      return <AppearancePage />
    case 'export':
      return renderExport()
    case 'money':
      return <MoneyPage />
    case 'library':
      return <LibraryPage />
    case 'storage':
      return <StoragePage />
    case 'safety':
      return <SafetyPage />
  }
}

/** How pictures come into the library by themselves, and which program they are handed to. */
function LibraryPage() {
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">Library</h2>
      </header>
      <div className="settings-scroll">
        <WatchedCard />
        <EditorCard />
      </div>
    </section>
  )
}

/** Which program pictures are handed to. */
function EditorCard() {
  const { client, intents } = useServices()
  const editor = useSettings((each) => each.externalEditor)
  const change = (route: 'external.chooseProgram' | 'external.resetProgram') =>
    void client.call(route, {}).catch((error: unknown) => intents.send({ do: 'report', error }))
  return (
    <section className="settings-card" aria-labelledby="external-editor">
      <h3 id="external-editor">Editing in another program</h3>
      <p className="settings-program selectable">{editor ?? 'As the system has it'}</p>
      <div className="settings-programs">
        <Button size="small" onClick={() => change('external.chooseProgram')}>
          Choose a program…
        </Button>
        <Button size="small" disabled={editor === null} onClick={() => change('external.resetProgram')}>
          As the system has it
        </Button>
      </div>
      <p className="settings-note">
        The program gets a copy: PNG and TIFF as they are, everything else as a PNG. What you save there comes back as a
        new image, made from the one you opened. The copies are kept for 30 days.
      </p>
    </section>
  )
}
