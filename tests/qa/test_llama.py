"""Our retriever inside a LlamaIndex query engine, with LlamaIndex's own parts around it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_the_retriever_drops_into_a_query_engine(seed_index_dir: Path) -> None:
    from llama_index.core.base.response.schema import Response
    from llama_index.core.llms.mock import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.core.response_synthesizers import ResponseMode, get_response_synthesizer

    from qa.llama import ArticleRetriever, RetrieverSettings

    retriever = ArticleRetriever(seed_index_dir, RetrieverSettings(k=3))
    synthesizer = get_response_synthesizer(llm=MockLLM(), response_mode=ResponseMode.COMPACT)
    engine = RetrieverQueryEngine(retriever, response_synthesizer=synthesizer)
    response = engine.query("How many ships were queuing for the Suez Canal?")
    assert isinstance(response, Response)
    assert "At least 369 vessels" in str(response)  # the mock echoes the prompt it was given
    assert len(response.source_nodes) == 3
    best = response.source_nodes[0].node
    assert "369" in response.source_nodes[0].get_content()
    assert best.metadata["source"] == "Harbour Daily"
    assert best.metadata["published"] == "2021-03-29"


def test_offsets_of_nodes_point_into_the_stored_text(seed_index_dir: Path) -> None:
    from llama_index.core.schema import TextNode

    from index.store import open_index
    from qa.llama import ArticleRetriever, RetrieverSettings

    index = open_index(seed_index_dir)
    settings = RetrieverSettings(k=5, since="2023", source="seed wire", reranked=False)
    found = ArticleRetriever(index, settings).retrieve("earthquake in Türkiye")
    assert found
    assert [node.score for node in found] == sorted((n.score for n in found), reverse=True)  # type: ignore[type-var]
    for scored in found:
        node = scored.node
        assert isinstance(node, TextNode)
        article = index.article(node.metadata["article_id"], node.metadata["version"])
        assert article.text[node.start_char_idx : node.end_char_idx] == node.text
        assert article.source == "Seed Wire"
