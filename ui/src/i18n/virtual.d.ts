/** The words of one part in one language, by feature; made by `words` in vite.config.ts. */
declare module 'virtual:words/*' {
  const words: Record<string, object>;
  export default words;
}
