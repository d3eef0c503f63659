"""LlamaIndex at our edge: `retrieve()` as a LlamaIndex retriever. Imports llama_index.

The search stays ours (filters inside, exact offsets); LlamaIndex gets nodes it can show, score and
hand to any of its query engines. Nothing here reads or sets LlamaIndex's global `Settings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.place import Place
from index.store import Index
from qa.answer import Hit
from qa.asking import DEFAULT_INDEX, retrieve


@dataclass(frozen=True, slots=True)
class RetrieverSettings:
    """What `retrieve` is called with; see there."""

    k: int = 10
    since: str | date | None = None
    until: str | date | None = None
    source: str | None = None
    encoder: str | None = None
    reranked: bool = True


class ArticleRetriever(BaseRetriever):
    """Retrieves passages of an index as LlamaIndex nodes, best first.

    Args:
        index: an index folder, or an open index.
        settings: number of hits, filters, encoder, reranking.

    Raises, when asked: what `retrieve` raises.
    """

    def __init__(
        self,
        index: str | Place | Index = DEFAULT_INDEX,
        settings: RetrieverSettings | None = None,
    ) -> None:
        self._index = index
        self._settings = settings or RetrieverSettings()
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        asked = self._settings
        hits = retrieve(
            query_bundle.query_str,
            index=self._index,
            k=asked.k,
            since=asked.since,
            until=asked.until,
            source=asked.source,
            encoder=asked.encoder,
            reranked=asked.reranked,
        )
        return [NodeWithScore(node=node_from(hit), score=hit.score) for hit in hits]


def node_from(hit: Hit) -> TextNode:
    """A hit as a LlamaIndex node.

    Returns:
        A node with the passage's words; `start_char_idx` and `end_char_idx` are characters of the
        article's text, and the metadata names article, version, title, source, author, day, url.
    """
    article = hit.article
    return TextNode(
        id_=f"{article.id}@{article.version[:12]}:{hit.passage.start}-{hit.passage.end}",
        text=hit.passage.text,
        start_char_idx=hit.passage.start,
        end_char_idx=hit.passage.end,
        metadata={
            "article_id": article.id,
            "version": article.version,
            "title": article.title,
            "source": article.source,
            "author": article.author,
            "published": article.published.isoformat() if article.published else "",
            "url": article.url,
        },
        excluded_embed_metadata_keys=["article_id", "version", "url"],
        excluded_llm_metadata_keys=["article_id", "version", "url"],
    )
