import { stat } from 'node:fs/promises'

/** Where models are looked for: in the person's folders, and in Atelier's own once there is something in it. */
export async function modelFoldersOf(
  { modelFolders }: { readonly modelFolders: readonly string[] },
  ownFolder: string,
): Promise<readonly string[]> {
  const isThere = await stat(ownFolder).then(
    () => true,
    () => false,
  )
  return isThere && !modelFolders.includes(ownFolder) ? [ownFolder, ...modelFolders] : modelFolders
}
