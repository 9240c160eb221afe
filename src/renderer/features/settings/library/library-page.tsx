import { EditorCard } from './editor-card.tsx'
import { WatchedCard } from './watched-card.tsx'

/** How pictures come into the library by themselves, and which program they are handed to. */
export function LibraryPage() {
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
