/** A conversation, as far as it takes to speak of it. */
export interface Named {
  id: string;
  title: string;
}
