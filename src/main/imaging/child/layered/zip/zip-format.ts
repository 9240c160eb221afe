/**
 * The parts of a ZIP file (PKWARE APPNOTE 6.3.10) that are used: whole files below 4 GiB, stored or deflated, UTF-8
 * names. Lengths are those of the fixed parts.
 */
export const zipParts = {
  local: { signature: 0x04034b50, bytes: 30 },
  central: { signature: 0x02014b50, bytes: 46 },
  end: { signature: 0x06054b50, bytes: 22 },
} as const

export const methods = { stored: 0, deflated: 8 } as const

/** The 32- and 16-bit maximums; the highest value indicates the 64-bit form, which is not used here. */
export const zipBytesMax = 0xffff_fffe
export const zipEntriesMax = 0xfffe
export const utf8Flag = 0x0800
export const encryptedFlag = 0x0001

/** MS-DOS date and time, local, with two-second resolution (section 4.4.6). */
export function dosTime(at: Date): { readonly date: number; readonly time: number } {
  const date = (Math.max(0, at.getFullYear() - 1980) << 9) | ((at.getMonth() + 1) << 5) | at.getDate()
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1)
  return { date, time }
}
