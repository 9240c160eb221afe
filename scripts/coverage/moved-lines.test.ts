import { describe, expect, it } from 'vitest'
import { readMovedLines } from './moved-lines.ts'

const diff = `diff --git a/src/a.ts b/src/a.ts
index 1..2 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -3,0 +4,2 @@ function f() {
+new
+new
@@ -6,2 +9 @@ function g() {
-old
-old
+new
diff --git a/src/b.ts b/src/c.ts
similarity index 100%
rename from src/b.ts
rename to src/c.ts
diff --git a/src/d.ts b/src/d.ts
deleted file mode 100644
--- a/src/d.ts
+++ /dev/null
@@ -1,2 +0,0 @@
-old
-old
`

describe('readMovedLines', () => {
  const files = readMovedLines(diff)

  it('follows the lines of a changed file', () => {
    const { path, to } = files.get('src/a.ts')!
    expect(path).toBe('src/a.ts')
    expect([1, 3, 4, 5, 6, 7, 8].map(to)).toEqual([1, 3, 6, 7, null, null, 9])
  })

  it('follows a renamed file', () => {
    const { path, to } = files.get('src/b.ts')!
    expect(path).toBe('src/c.ts')
    expect(to(7)).toBe(7)
  })

  it('knows that a file is gone', () => {
    expect(files.get('src/d.ts')!.path).toBeNull()
  })

  it('says nothing of others', () => {
    expect(files.size).toBe(3)
    expect(readMovedLines('').size).toBe(0)
  })
})
