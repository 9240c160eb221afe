import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { styleSchema, type PromptMemory, type Snippet, type Style } from '../../../shared/domain/prompts.ts'
import { read, write } from './operation.ts'
import { allRows, change } from './statement.ts'

/** Beyond this, the oldest are deleted. */
const historyMax = 10_000

export const promptOperations = {
  /** A repeated prompt becomes the newest. */
  'prompts.note': write((db, input: { prompt: string; negativePrompt: string; atMs: number }): void => {
    const { prompt, negativePrompt, atMs } = input
    change(
      db,
      `INSERT INTO prompt_history (words_key, prompt, negative_prompt, folded, at_ms, uses) VALUES (?, ?, ?, ?, ?, 1)
       ON CONFLICT (words_key) DO UPDATE SET at_ms = excluded.at_ms, uses = uses + 1`,
      createHash('sha256')
        .update(JSON.stringify([prompt, negativePrompt]))
        .digest('hex'),
      prompt,
      negativePrompt,
      folded(`${prompt}\n${negativePrompt}`),
      atMs,
    )
    change(
      db,
      `DELETE FROM prompt_history WHERE id IN (
         SELECT id FROM prompt_history ORDER BY at_ms DESC, id DESC LIMIT -1 OFFSET ${historyMax})`,
    )
  }),

  /** Newest first; only those that contain all of the words. */
  'prompts.history': read((db, { query, limit }: { query: string; limit: number }): PromptMemory[] =>
    allRows(
      db,
      `SELECT id, at_ms, uses, prompt, negative_prompt FROM prompt_history
       WHERE NOT EXISTS (SELECT 1 FROM json_each(?) WHERE instr(folded, value) = 0)
       ORDER BY at_ms DESC, id DESC LIMIT ?`,
      JSON.stringify(
        folded(query)
          .split(/\s+/u)
          .filter((word) => word !== ''),
      ),
      limit,
    ).map((row) => ({
      id: Number(row['id']),
      atMs: Number(row['at_ms']),
      uses: Number(row['uses']),
      prompt: String(row['prompt']),
      negativePrompt: String(row['negative_prompt']),
    })),
  ),

  /** null = all. */
  'prompts.forget': write((db, { ids }: { ids: readonly number[] | null }): void => {
    if (ids === null) change(db, `DELETE FROM prompt_history`)
    else change(db, `DELETE FROM prompt_history WHERE id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids))
  }),

  'prompts.snippets': read((db, _input: null): Snippet[] => listSnippets(db)),

  'prompts.saveSnippet': write((db, { id, name, text }: Snippet): Snippet[] => {
    change(
      db,
      `INSERT INTO snippets (id, name, text) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text`,
      id,
      name,
      text,
    )
    return listSnippets(db)
  }),

  'prompts.deleteSnippet': write((db, { id }: { id: string }): Snippet[] => {
    change(db, `DELETE FROM snippets WHERE id = ?`, id)
    return listSnippets(db)
  }),

  'prompts.ownStyles': read((db, _input: null): Style[] => listStyles(db)),

  /** All or none. */
  'prompts.saveStyles': write((db, { styles }: { styles: readonly Style[] }): void => {
    for (const style of styles) {
      change(
        db,
        `INSERT INTO own_styles (id, name, style) VALUES (?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, style = excluded.style`,
        style.id,
        style.name,
        JSON.stringify(style),
      )
    }
  }),

  'prompts.deleteStyle': write((db, { id }: { id: string }): void => {
    change(db, `DELETE FROM own_styles WHERE id = ?`, id)
  }),
}

function listSnippets(db: DatabaseSync): Snippet[] {
  return allRows(db, `SELECT id, name, text FROM snippets ORDER BY name COLLATE NOCASE, id`).map((row) => ({
    id: String(row['id']),
    name: String(row['name']),
    text: String(row['text']),
  }))
}

function listStyles(db: DatabaseSync): Style[] {
  return allRows(db, `SELECT style FROM own_styles ORDER BY name COLLATE NOCASE, id`).map((row) =>
    styleSchema.parse(JSON.parse(String(row['style']))),
  )
}

/** Folds the case of every script, which SQLite alone cannot do. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
