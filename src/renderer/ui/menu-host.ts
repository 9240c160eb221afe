/** Within the landmark of the page: who goes from landmark to landmark finds an open menu too. */
export function menuHost(): HTMLElement | null {
  return document.querySelector('main')
}
